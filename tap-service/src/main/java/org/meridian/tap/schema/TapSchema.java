// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of everything that is published: what names in a query can mean. Immutable, thread-safe.
 *
 * @param schemas in the order in which they are shown
 * @param access who may read those tables that are not public, by qualified name
 */
public record TapSchema(List<Schema> schemas, Map<String, AccessRule> access) {

    public TapSchema {
        schemas = List.copyOf(schemas);
        access = Map.copyOf(access);
    }

    /** Tables that are all public. */
    public TapSchema(List<Schema> schemas) {
        this(schemas, Map.of());
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
