// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

/** What a subject may do something with; services add their kinds. */
public sealed interface Resource {

    /**
     * A table.
     *
     * @param name {@code schema.name}, without ADQL quotes
     */
    record Table(String name) implements Resource {}
}
