// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import org.meridian.core.votable.Primitive;

/** Types of ADQL values (ADQL 2.1, section 3). */
public sealed interface ValueType {

    /** Numbers, from narrow to wide: the wider operand's type is the type of an arithmetic expression. */
    enum Numeric implements ValueType {
        SMALLINT,
        INTEGER,
        BIGINT,
        REAL,
        DOUBLE
    }

    /** Types without parts. */
    enum Simple implements ValueType {
        /** CHAR, VARCHAR and CLOB of any length. */
        TEXT,
        /** A point in time without zone. */
        TIMESTAMP,
        /** Truth value of a column; ADQL has no literal for it. */
        BOOLEAN,
        /** The type of NULL before its surroundings give it one. */
        UNKNOWN
    }

    /** Spherical geometries; in the database {@code float8[]} in DALI 1.1 form, degrees, or text. */
    enum Geometry implements ValueType {
        /** Longitude, latitude. */
        POINT,
        /** Longitude, latitude, radius. */
        CIRCLE,
        /** Longitude and latitude of each vertex. */
        POLYGON,
        /** Any of the above; as text in STC-S form. */
        REGION,
        /** A space MOC; as text in ASCII form (MOC 2.0, section 4.3.2). */
        MOC
    }

    /** An array that ADQL can hand through but not look into; of {@link Primitive#UNSIGNED_BYTE} also BINARY and BLOB. */
    record Array(Primitive element) implements ValueType {}
}
