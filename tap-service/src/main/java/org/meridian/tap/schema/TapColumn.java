// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import org.meridian.core.votable.Field;

/**
 * A published column: one row of TAP_SCHEMA.columns (TAP 1.1, section 4.3).
 *
 * @param field name and metadata; the name is the database's own, without ADQL quotes
 * @param type its type as ADQL sees it
 * @param indexed whether a condition on it is answered from an index
 * @param principal whether a brief listing should show it
 * @param std whether a standard defines it
 */
public record TapColumn(Field field, ValueType type, boolean indexed, boolean principal, boolean std) {

    /** The type as TAP_SCHEMA.columns states it. */
    public VotableType votableType() {
        return VotableType.of(field);
    }

    /** The column's name in the database, without ADQL quotes. */
    public String name() {
        return field.name();
    }
}
