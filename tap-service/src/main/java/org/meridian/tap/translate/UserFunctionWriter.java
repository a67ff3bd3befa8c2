// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.ReferenceFrame;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.UserFunctionCall;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;
import org.meridian.tap.translate.GeometryWriter.Place;

/** Writes calls of the functions of {@link org.meridian.tap.adql.IvoaFunctions}. */
final class UserFunctionWriter {
    private static final String FUNCTIONS = PostgresType.FUNCTIONS;
    private static final double MAS_PER_DEGREE = 3_600_000;

    /** Functions that are 1 or 0: a condition where they are compared with a number. */
    private static final Set<String> CONDITIONS =
            Set.of("ivo_nocasematch", "ivo_hasword", "ivo_hashlist_has", "ivo_interval_overlaps", "ivo_interval_has");

    private final Translation translation;

    UserFunctionWriter(Translation translation) {
        this.translation = translation;
    }

    /** A value, of the type of the call. */
    String write(UserFunctionCall call) {
        return call.type() instanceof Geometry ? translation.geometries().write(call) : computed(call);
    }

    /** The same, for geometries that are not the same in every row. */
    String computed(UserFunctionCall call) {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "ivo_healpix_index" -> index(a);
            case "ivo_healpix_center" ->
                FUNCTIONS + "healpix_center(" + value(a.get(0), Numeric.INTEGER) + ", "
                        + value(a.get(1), Numeric.BIGINT) + ")";
            case "ivo_epoch_prop" -> FUNCTIONS + "epoch_prop(" + doubles(a) + ")";
            case "ivo_epoch_prop_pos" ->
                a.size() == 8
                        ? FUNCTIONS + "epoch_prop_pos(" + doubles(a) + ")"
                        : motion(a, doubles(a.subList(2, 4)), doubles(a.subList(4, 6)));
            case "ivo_apply_pm" ->
                motion(a, mas(a.get(2)) + ", " + mas(a.get(3)), "0::float8, " + value(a.get(4), Numeric.DOUBLE));
            case "ivo_geom_transform" ->
                FUNCTIONS + "rotated(" + translation.geometries().region(a.get(2)) + ", "
                        + SqlLiteral.of(frame(call, 0).rotationTo(frame(call, 1))) + ")";
            case "ivo_to_jd" -> FUNCTIONS + "to_jd(" + value(a.get(0), Simple.TIMESTAMP) + ")";
            case "ivo_to_mjd" -> FUNCTIONS + "to_mjd(" + value(a.get(0), Simple.TIMESTAMP) + ")";
            case "ivo_hms_to_degrees" -> FUNCTIONS + "hms_to_degrees(" + text(a.get(0)) + ")";
            case "ivo_dms_to_degrees" -> FUNCTIONS + "dms_to_degrees(" + text(a.get(0)) + ")";
            case "ivo_normal_random" -> FUNCTIONS + "normal_random(" + doubles(a) + ")";
            case "ivo_string_agg" -> "string_agg(" + text(a.get(0)) + ", " + text(a.get(1)) + ")";
            case "ivo_histogram" ->
                FUNCTIONS + "histogram(" + doubles(a.subList(0, 3)) + ", " + value(a.get(3), Numeric.INTEGER) + ")";
            default -> {
                if (isCondition(call)) {
                    yield condition(call, translation) + "::int4";
                }
                throw new TranslationException("the function " + call.name() + " is not available in this database");
            }
        };
    }

    /** Whether a function is 1 or 0. */
    static boolean isCondition(UserFunctionCall call) {
        return CONDITIONS.contains(call.name());
    }

    /** That a function of {@link #isCondition} is 1. */
    static String condition(UserFunctionCall call, Translation translation) {
        return translation.userFunctions().condition(call);
    }

    private String condition(UserFunctionCall call) {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "ivo_nocasematch" -> "(" + text(a.get(0)) + " ILIKE " + text(a.get(1)) + " ESCAPE '')";
            case "ivo_hasword" -> {
                translation.noteWordSearch();
                yield "(" + FUNCTIONS + "hasword(" + text(a.get(0)) + ", " + text(a.get(1)) + "))";
            }
            case "ivo_hashlist_has" ->
                "(" + FUNCTIONS + "hashlist_has(" + text(a.get(0)) + ", " + text(a.get(1)) + "))";
            case "ivo_interval_overlaps" -> {
                String a1 = value(a.get(0), Numeric.DOUBLE);
                String b1 = value(a.get(1), Numeric.DOUBLE);
                String a2 = value(a.get(2), Numeric.DOUBLE);
                String b2 = value(a.get(3), Numeric.DOUBLE);
                yield "(" + a1 + " <= " + b2 + " AND " + b1 + " >= " + a2 + " AND " + a1 + " <= " + b1 + " AND " + a2
                        + " <= " + b2 + ")";
            }
            case "ivo_interval_has" -> {
                String number = value(a.get(0), Numeric.DOUBLE);
                String interval = "(" + translation.expressions().write(a.get(1)) + ")";
                yield "(" + number + " >= " + interval + "[1] AND " + number + " <= " + interval + "[2])";
            }
            default -> throw new IllegalArgumentException(call.name() + " is no condition");
        };
    }

    /** The reference frame that argument {@code index} of {@code ivo_geom_transform} names. */
    static ReferenceFrame frame(UserFunctionCall call, int index) {
        return call.arguments().get(index) instanceof Expression.TextLiteral text
                ? ReferenceFrame.named(text.value()).orElseThrow()
                : ReferenceFrame.ICRS;
    }

    private String index(List<Expression> a) {
        Expression point = a.size() == 2 ? a.get(1) : new Expression.Point(a.get(1), a.get(2));
        boolean constant = a.get(0) instanceof Expression.IntegerLiteral;
        if (constant && Constants.point(point).isPresent()) {
            return Constants.point(point)
                    .map(p -> Healpix.hash(
                            Constants.number(a.get(0)).orElseThrow().intValue(), p.lonDeg(), p.latDeg()))
                    .map(SqlLiteral::of)
                    .orElseThrow();
        }
        if (constant && !translation.isGroupedBy(References.columns(point))) {
            Optional<String> cell = IndexedColumn.position(point, translation)
                    .filter(position -> translation.isOwn(position.source()))
                    .map(IndexedColumn.Position::cell29);
            if (cell.isPresent()) {
                int order = Constants.number(a.get(0)).orElseThrow().intValue();
                return "(" + cell.get() + " >> " + 2 * (Healpix.MAX_ORDER - order) + ")";
            }
        }
        Place place = translation.geometries().place(point);
        return FUNCTIONS + "healpix_index(" + value(a.get(0), Numeric.INTEGER) + ", " + place.lon() + ", " + place.lat()
                + ")";
    }

    /** Infinitely far and without radial velocity. */
    private String motion(List<Expression> a, String properMotion, String epochs) {
        return FUNCTIONS + "epoch_prop_pos(" + doubles(a.subList(0, 2)) + ", NULL::float8, " + properMotion
                + ", NULL::float8, " + epochs + ")";
    }

    private String mas(Expression degreesPerYear) {
        return value(degreesPerYear, Numeric.DOUBLE) + " * " + SqlLiteral.of(MAS_PER_DEGREE);
    }

    private String doubles(List<Expression> expressions) {
        StringBuilder list = new StringBuilder();
        for (Expression expression : expressions) {
            list.append(list.isEmpty() ? "" : ", ").append(value(expression, Numeric.DOUBLE));
        }
        return list.toString();
    }

    private String text(Expression expression) {
        return value(expression, Simple.TEXT);
    }

    private String value(Expression expression, org.meridian.tap.schema.ValueType type) {
        return translation.expressions().write(expression, type);
    }
}
