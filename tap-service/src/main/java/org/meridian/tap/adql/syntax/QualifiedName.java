// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.stream.Collectors;

/** A name with its qualifiers, outermost first: {@code catalog.schema.table.column} at most. */
public record QualifiedName(List<Identifier> parts) {

    public QualifiedName {
        parts = List.copyOf(parts);
    }

    /** The last part. */
    public Identifier last() {
        return parts.get(parts.size() - 1);
    }

    /** All parts but the last; possibly none. */
    public List<Identifier> qualifier() {
        return parts.subList(0, parts.size() - 1);
    }

    /** Where it begins. */
    public Position position() {
        return parts.get(0).position();
    }

    /** As ADQL writes it. */
    @Override
    public String toString() {
        return parts.stream().map(Identifier::toString).collect(Collectors.joining("."));
    }
}
