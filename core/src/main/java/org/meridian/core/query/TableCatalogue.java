// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.query;

import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;

/** What tables there are for {@link TableQuery}. Implemented by the TAP service. */
@FunctionalInterface
public interface TableCatalogue {

    /**
     * The tables that {@code subject} may read, or some of their rows, in the order in which they are published.
     *
     * @throws org.meridian.core.dali.DaliFault.TransientFault if the database cannot tell
     */
    List<PublishedTable> readableBy(Subject subject);

    /** One of them by its qualified name. */
    default Optional<PublishedTable> find(String name, Subject subject) {
        return readableBy(subject).stream()
                .filter(table -> table.name().equals(name))
                .findFirst();
    }
}
