// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.List;
import java.util.Optional;

/**
 * A snapshot of everything that is published: what names in a query can mean. Immutable, thread-safe.
 *
 * @param schemas in the order in which they are shown
 */
public record TapSchema(List<Schema> schemas) {

    public TapSchema {
        schemas = List.copyOf(schemas);
    }

    /**
     * A row of TAP_SCHEMA.schemas with its tables.
     *
     * @param name without ADQL quotes
     * @param description free text, empty if none
     * @param utype data model path, empty if none
     * @param tables in the order in which they are shown
     */
    public record Schema(String name, Optional<String> description, Optional<String> utype, List<TapTable> tables) {
        public Schema {
            tables = List.copyOf(tables);
        }
    }

    /** Every table of every schema. */
    public List<TapTable> tables() {
        return schemas.stream().flatMap(schema -> schema.tables().stream()).toList();
    }
}
