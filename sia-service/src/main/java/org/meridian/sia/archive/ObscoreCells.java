// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
            "pol_xel",
            "s_xel1",
            "dataproduct_subtype");

    /** How many elements there are along an axis of lists of events: unknown, but it is there (ObsCore 1.1, section 3.3). */
    private static final long LISTED = -1;

    private static final Pattern POLYGON = Pattern.compile("(?i)POLYGON\\s+(?:ICRS\\s+)?([-+0-9.eE\\s]+)");

    String did() {
        return text(0).orElseThrow();
    }

    Optional<String> productType() {
        return text(1);
    }

    /**
     * Along which axes something can be chosen: of a plane there is no band to choose, whatever filter it was taken with, of a
     * spectrum no place on the sky.
     */
    Domain domain() {
        boolean map = text(15).filter("healpix-map"::equals).isPresent();
        return switch (productType().orElse(map ? "healpix" : "")) {
            case "image", "cube" ->
                domain(
                        true,
                        isLong(11),
                        isLong(12),
                        isLong(13) ? text(10).map(ObscoreCells::states).orElse(List.of()) : List.of());
            case "spectrum" -> domain(false, isLong(11), false, List.of());
            case "timeseries" -> domain(false, false, isLong(12), List.of());
            case "event" -> domain(count(14) == LISTED, count(11) == LISTED, count(12) == LISTED, List.of());
            case "healpix" -> domain(true, false, false, List.of());
            default -> Domain.NONE;
        };
    }

    private Domain domain(boolean sky, boolean band, boolean time, List<String> polarization) {
        boolean placed = sky && !isNull(4) && number(4) > 0;
        return new Domain(
                placed ? circle() : Optional.empty(),
                placed ? text(5).flatMap(ObscoreCells::polygon) : Optional.empty(),
                band ? interval(6) : Optional.empty(),
                time ? interval(8) : Optional.empty(),
                polarization);
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
        return count(column) > 1;
    }

    /** 0 if unknown. */
    private long count(int column) {
        return isNull(column) ? 0 : ByteBuffer.wrap(row.buffer()).getLong(row.offset(column));
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
