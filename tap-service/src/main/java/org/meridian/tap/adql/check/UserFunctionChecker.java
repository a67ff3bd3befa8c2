// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.ReferenceFrame;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.DeclaredFunctions;
import org.meridian.tap.adql.NameResolver;
import org.meridian.tap.adql.Nearest;
import org.meridian.tap.adql.Udf;
import org.meridian.tap.adql.UdfSignature;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.ValueExpression;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * Binds calls of declared functions (ADQL 2.1, section 4.3): the signature with as many arguments, the types, and for some
 * functions of {@link org.meridian.tap.adql.IvoaFunctions} what their literals say.
 */
final class UserFunctionChecker {
    private static final int MAX_BINS = 10_000;

    private final Context context;
    private final ExpressionChecker expressions;

    UserFunctionChecker(Context context, ExpressionChecker expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    Value call(ValueExpression.UserFunctionCall call) throws AdqlException {
        new DeclaredFunctions(context.udfs(), false).require(call.name());
        Udf udf = fitting(call);
        UdfSignature signature = udf.signature();
        List<Value> arguments = udf.isAggregate()
                ? expressions.aggregated(signature.name(), call.arguments(), call.position())
                : expressions.values(call.arguments());
        for (int i = 0; i < arguments.size(); i++) {
            arguments.set(i, argument(arguments.get(i), signature, i));
        }
        return value(call, udf, arguments);
    }

    private Udf fitting(ValueExpression.UserFunctionCall call) throws AdqlException {
        List<Udf> named = context.udfs().named(call.name().text().toLowerCase(Locale.ROOT));
        int count = call.arguments().size();
        Optional<Udf> fitting = named.stream()
                .filter(udf -> udf.signature().parameters().size() == count)
                .findFirst();
        if (fitting.isEmpty()) {
            List<String> forms =
                    named.stream().map(udf -> udf.signature().form()).toList();
            throw new AdqlException(
                    call.position(),
                    "found " + count + (count == 1 ? " argument" : " arguments") + "; the function is "
                            + Nearest.anyOf(forms));
        }
        return fitting.get();
    }

    private static Value argument(Value value, UdfSignature signature, int index) throws AdqlException {
        ValueType wanted = signature.parameters().get(index).type().type();
        ValueType found = value.type();
        boolean geometry = wanted == Geometry.REGION && found instanceof Geometry;
        if (geometry || isIntervalFor(wanted, found)) {
            return value;
        }
        boolean numbers = wanted instanceof Numeric && found instanceof Numeric;
        boolean time = wanted == Simple.TIMESTAMP && value.expression() instanceof Expression.TextLiteral;
        boolean fraction = isWhole(wanted) && (found == Numeric.REAL || found == Numeric.DOUBLE);
        if (fraction || (!numbers && !time && !Types.isUnknown(found) && !wanted.equals(found))) {
            throw new AdqlException(
                    value.position(),
                    "argument " + (index + 1) + " of " + signature.form() + " cannot be " + Types.name(found));
        }
        return new Value(Types.converted(value, wanted), value.metadata(), value.position());
    }

    private static boolean isIntervalFor(ValueType wanted, ValueType found) {
        return wanted.equals(new ValueType.Array(Primitive.DOUBLE))
                && found instanceof ValueType.Array(Primitive element)
                && List.of(Primitive.SHORT, Primitive.INT, Primitive.LONG, Primitive.FLOAT, Primitive.DOUBLE)
                        .contains(element);
    }

    private static boolean isWhole(ValueType type) {
        return type == Numeric.SMALLINT || type == Numeric.INTEGER || type == Numeric.BIGINT;
    }

    private Value value(ValueExpression.UserFunctionCall call, Udf udf, List<Value> arguments) throws AdqlException {
        String name = udf.signature().name();
        return switch (name) {
            case "ivo_geom_transform" -> transform(call, arguments);
            case "ivo_specconv" -> SpectralUnits.convert(call, arguments);
            case "ivo_simbadpoint" -> resolved(call, arguments.get(0));
            case "moc" -> moc(call, arguments);
            case "gavo_mocunion" -> plain(call, udf, "moc_union", arguments);
            case "gavo_mocintersect" -> plain(call, udf, "moc_intersection", arguments);
            case "ivo_healpix_index", "ivo_healpix_center" -> {
                requireOrder(arguments.get(0));
                yield plain(call, udf, name, arguments);
            }
            case "ivo_histogram" -> {
                requireBins(arguments);
                yield plain(call, udf, name, arguments);
            }
            default -> plain(call, udf, name, arguments);
        };
    }

    private static Value plain(ValueExpression.UserFunctionCall call, Udf udf, String name, List<Value> arguments) {
        return new Value(
                new Expression.UserFunctionCall(
                        name,
                        arguments.stream().map(Value::expression).toList(),
                        udf.signature().result().type(),
                        udf.isAggregate()),
                new Metadata(Optional.empty(), udf.result().unit(), udf.result().ucd(), false),
                call.position());
    }

    // ---- functions whose literals say more than a type

    private static Value transform(ValueExpression.UserFunctionCall call, List<Value> arguments) throws AdqlException {
        frame(arguments.get(0));
        ReferenceFrame to = frame(arguments.get(1));
        Value geometry = arguments.get(2);
        boolean nothing = geometry.expression() instanceof Expression.NullLiteral;
        ValueType type = nothing ? Geometry.POINT : geometry.type();
        if (type != Geometry.POINT && type != Geometry.CIRCLE && type != Geometry.POLYGON) {
            throw new AdqlException(
                    geometry.position(),
                    "ivo_geom_transform takes a POINT, CIRCLE or POLYGON, found " + Types.name(type));
        }
        Expression transformed = new Expression.UserFunctionCall(
                "ivo_geom_transform",
                List.of(arguments.get(0).expression(), arguments.get(1).expression(), Types.converted(geometry, type)),
                type);
        return new Value(
                transformed, Metadata.frame(to.name(), geometry.metadata().ucd()), call.position());
    }

    private static ReferenceFrame frame(Value value) throws AdqlException {
        String name = literal(value, "a reference frame of ivo_geom_transform");
        Optional<ReferenceFrame> frame = ReferenceFrame.named(name);
        if (frame.isEmpty()) {
            List<String> known = new ArrayList<>();
            for (ReferenceFrame each : ReferenceFrame.values()) {
                known.add(each.name());
            }
            throw new AdqlException(
                    value.position(),
                    "'" + Types.shortened(name) + "' is no reference frame that ivo_geom_transform can do; there are "
                            + String.join(", ", known) + ", in these letters");
        }
        return frame.get();
    }

    private Value resolved(ValueExpression.UserFunctionCall call, Value argument) throws AdqlException {
        String name = literal(argument, "the name in ivo_simbadpoint").strip();
        NameResolver resolver = context.udfs()
                .resolver()
                .orElseThrow(() -> new AdqlException(call.position(), "names of objects cannot be resolved here"));
        context.countLookup(call.position());
        Optional<SkyPoint> found;
        try {
            found = resolver.resolve(name);
        } catch (IOException e) {
            throw new AdqlException(
                    argument.position(), "'" + Types.shortened(name) + "' cannot be looked up: " + e.getMessage());
        }
        SkyPoint point = found.orElseThrow(() -> new AdqlException(
                argument.position(), "no object is known by the name '" + Types.shortened(name) + "'"));
        return new Value(
                new Expression.Point(
                        new Expression.DoubleLiteral(point.lonDeg()), new Expression.DoubleLiteral(point.latDeg())),
                Metadata.of("deg", "pos"),
                call.position());
    }

    private static Value moc(ValueExpression.UserFunctionCall call, List<Value> arguments) throws AdqlException {
        Value first = arguments.get(0);
        if (arguments.size() == 2) {
            if (!(first.expression() instanceof Expression.IntegerLiteral)) {
                throw new AdqlException(first.position(), "the order of a MOC is a literal, 0 to 29");
            }
            requireOrder(first);
        } else if (first.expression() instanceof Expression.TextLiteral text) {
            try {
                Moc moc = Moc.parse(text.value());
                return new Value(new Expression.RegionLiteral(moc, text.value()), Metadata.NONE, call.position());
            } catch (IllegalArgumentException e) {
                throw new AdqlException(
                        first.position(),
                        "MOC cannot be read: " + e.getMessage() + "; one is written '4/30-33 38 52 7/324-934'");
            }
        }
        List<Expression> values = arguments.stream().map(Value::expression).toList();
        return new Value(new Expression.UserFunctionCall("moc", values, Geometry.MOC), Metadata.NONE, call.position());
    }

    private static void requireOrder(Value order) throws AdqlException {
        double number = Constants.number(order.expression());
        if (number < 0 || number > 29) {
            throw new AdqlException(order.position(), "a HEALPix order is between 0 and 29");
        }
    }

    private static void requireBins(List<Value> arguments) throws AdqlException {
        double bins = Constants.number(arguments.get(3).expression());
        if (bins < 1 || bins > MAX_BINS) {
            throw new AdqlException(
                    arguments.get(3).position(), "a histogram here has between 1 and " + MAX_BINS + " bins");
        }
        double lower = Constants.number(arguments.get(1).expression());
        double upper = Constants.number(arguments.get(2).expression());
        if (lower >= upper) {
            throw new AdqlException(
                    arguments.get(2).position(), "the upper limit of a histogram lies above the lower limit");
        }
    }

    static String literal(Value value, String what) throws AdqlException {
        if (value.expression() instanceof Expression.TextLiteral text) {
            return text.value();
        }
        throw new AdqlException(value.position(), what + " must be given as a text literal");
    }
}
