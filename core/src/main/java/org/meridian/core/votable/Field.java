// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.Optional;

/**
 * One column of a table that is written: a VOTable FIELD (VOTable 1.4, section 4.1) with the primitive that tells how its
 * cells are carried in a {@link RowStream}.
 *
 * @param name column name as the user sees it, unique within a table
 * @param primitive kind of a cell, or of an element where {@code arraysize} makes it an array
 * @param arraysize VOTable arraysize ({@code "3"}, {@code "*"}, {@code "12*"}, {@code "2x*"}); empty for a scalar. For
 *     {@link Primitive#TEXT}, {@link Primitive#CHAR} and {@link Primitive#TIMESTAMP} it counts characters and empty means any length
 * @param unit VOUnits string, empty if none
 * @param ucd UCD1+ word, empty if none
 * @param utype data model path, empty if none
 * @param xtype DALI xtype such as {@code point}, {@code circle}, {@code polygon}, {@code timestamp}; empty if none
 * @param description free text, empty if none
 * @param frame where the values are positions or times: what they refer to
 */
public record Field(
        String name,
        Primitive primitive,
        Optional<String> arraysize,
        Optional<String> unit,
        Optional<String> ucd,
        Optional<String> utype,
        Optional<String> xtype,
        Optional<String> description,
        Optional<Frame> frame) {

    /** Reference frame of a column; columns with equal frames share a COOSYS or TIMESYS element. */
    public sealed interface Frame {}

    /**
     * A celestial frame (VOTable COOSYS).
     *
     * @param system term of the IVOA refframe vocabulary, such as {@code ICRS}
     * @param epoch of the positions, such as {@code J1991.25}; empty if unknown
     * @param equinox of a system that has one, such as {@code J1975}; empty for the one that the system's name means
     */
    public record CoordinateFrame(String system, Optional<String> epoch, Optional<String> equinox) implements Frame {

        /** A frame whose name says its equinox, or that has none. */
        public CoordinateFrame(String system, Optional<String> epoch) {
            this(system, epoch, Optional.empty());
        }
    }

    /**
     * A time frame (VOTable TIMESYS).
     *
     * @param timescale term of the timescale vocabulary, such as {@code UTC}
     * @param refposition term of the refposition vocabulary, such as {@code TOPOCENTER}
     * @param timeorigin Julian date of time zero ({@code "MJD-origin"}, {@code "JD-origin"} or a number); empty for
     *     timestamps
     */
    public record TimeFrame(String timescale, String refposition, Optional<String> timeorigin) implements Frame {}

    /** A field with name and kind only. */
    public static Field of(String name, Primitive primitive) {
        return new Field(
                name,
                primitive,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same under another name. */
    Field named(String other) {
        return new Field(other, primitive, arraysize, unit, ucd, utype, xtype, description, frame);
    }

    /**
     * Whether a cell is carried as an array (PostgreSQL array format; bare bytes for {@link Primitive#UNSIGNED_BYTE}).
     * Text and timestamps are arrays only with two or more dimensions ({@code "10x*"}). VOTable lets only the last dimension
     * vary: where the longest text of an array is unknown ({@code "*x*"}), writers give the array as one text, a JSON array
     * of strings.
     */
    public boolean isArray() {
        return switch (primitive) {
            case TEXT, CHAR, TIMESTAMP ->
                arraysize.isPresent() && arraysize.get().contains("x");
            case BOOLEAN, UNSIGNED_BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> arraysize.isPresent();
        };
    }
}
