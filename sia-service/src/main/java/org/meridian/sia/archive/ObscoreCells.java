// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.obscore.Domain;
import org.meridian.sia.obscore.Domain.Circle;
import org.meridian.sia.obscore.Domain.Interval;

/**
 * Reads the current row of a query for {@link #COLUMNS} of ObsCore.
 *
 * @param row on a row
 */
record ObscoreCells(RowStream row) {

    static final String DID = "obs_publisher_did";

    static final List<String> COLUMNS = List.of(
            DID,
            "dataproduct_type",
            "s_ra",
            "s_dec",
            "s_fov",
            "s_region",
            "em_min",
            "em_max",
            "t_min",
            "t_max",
            "pol_states",
            "em_xel",
            "t_xel",
            "pol_xel");

    private static final Set<String> CUT = Set.of("image", "cube");

    private static final Pattern POLYGON = Pattern.compile("(?i)POLYGON\\s+(?:ICRS\\s+)?([-+0-9.eE\\s]+)");

    String did() {
        return text(0).orElseThrow();
    }

    Optional<String> productType() {
        return text(1);
    }

    /**
     * Along which axes something can be chosen: of a plane there is no band to choose, whatever filter it was taken with. Nothing
     * is cut out of tables.
     */
    Domain domain() {
        if (productType().filter(CUT::contains).isEmpty()) {
            return Domain.NONE;
        }
        return new Domain(
                circle(),
                text(5).flatMap(ObscoreCells::polygon),
                isLong(11) ? interval(6) : Optional.empty(),
                isLong(12) ? interval(8) : Optional.empty(),
                isLong(13) ? text(10).map(ObscoreCells::states).orElse(List.of()) : List.of());
    }

    private Optional<Circle> circle() {
        return isNull(2) || isNull(3) || isNull(4)
                ? Optional.empty()
                : Optional.of(new Circle(number(2), number(3), number(4) / 2));
    }

    private Optional<Interval> interval(int column) {
        return isNull(column) || isNull(column + 1)
                ? Optional.empty()
                : Optional.of(new Interval(number(column), number(column + 1)));
    }

    private static Optional<String> polygon(String region) {
        Matcher matcher = POLYGON.matcher(region.strip());
        return matcher.matches() ? Optional.of(matcher.group(1).strip().replaceAll("\\s+", " ")) : Optional.empty();
    }

    /** {@code /I/Q/} (ObsCore 1.1, section 4.20). */
    private static List<String> states(String text) {
        return Arrays.stream(text.split("/", -1))
                .filter(state -> !state.isBlank())
                .toList();
    }

    private boolean isNull(int column) {
        return row.length(column) < 0;
    }

    private boolean isLong(int column) {
        return !isNull(column) && ByteBuffer.wrap(row.buffer()).getLong(row.offset(column)) > 1;
    }

    private double number(int column) {
        return ByteBuffer.wrap(row.buffer()).getDouble(row.offset(column));
    }

    private Optional<String> text(int column) {
        return isNull(column)
                ? Optional.empty()
                : Optional.of(new String(row.buffer(), row.offset(column), row.length(column), UTF_8));
    }
}
