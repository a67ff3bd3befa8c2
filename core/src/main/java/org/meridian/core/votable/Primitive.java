// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

/**
 * The kinds of value a cell or an array element can have, each with the bytes in which a {@link RowStream} carries it.
 *
 * <p>The bytes are those of PostgreSQL's binary format (big-endian), so that rows from {@code COPY ... (FORMAT binary)}
 * pass through untouched; numbers are at the same time what VOTable BINARY2 wants (VOTable 1.4, section 2.1 and 5.4).
 */
public enum Primitive {
    /** One byte, 0 or 1. VOTable {@code boolean}. */
    BOOLEAN,
    /** Unsigned 0-255, carried as a two-byte integer; an array of these is carried as bare bytes. VOTable {@code unsignedByte}. */
    UNSIGNED_BYTE,
    /** Two-byte integer. VOTable {@code short}. */
    SHORT,
    /** Four-byte integer. VOTable {@code int}. */
    INT,
    /** Eight-byte integer. VOTable {@code long}. */
    LONG,
    /** IEEE 754 single precision. VOTable {@code float}. */
    FLOAT,
    /** IEEE 754 double precision. VOTable {@code double}. */
    DOUBLE,
    /** UTF-8 text of any length, without terminator. VOTable {@code unicodeChar} array. */
    TEXT,
    /**
     * Text as {@link #TEXT}, known to be ASCII only. VOTable {@code char} array, which is ASCII by definition (VOTable 1.4,
     * section 2.1) and takes half the room; a writer refuses other characters.
     */
    CHAR,
    /**
     * Eight-byte integer: microseconds since 2000-01-01T00:00:00 (no zone; {@code Long.MAX_VALUE} and
     * {@code Long.MIN_VALUE} are the infinities). Written in DALI form, {@code char} with xtype {@code timestamp}.
     */
    TIMESTAMP
}
