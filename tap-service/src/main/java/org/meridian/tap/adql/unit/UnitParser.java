// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.unit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads VOUnits 1.1 (appendix C.4), and what older services write: several solidi, and powers by {@code ^} or bare. */
final class UnitParser {
    private static final int MAX_LENGTH = 200;
    private static final Pattern SCALE = Pattern.compile(
            "(?:10(?:\\*\\*|\\^)\\(?([-+]?[0-9]{1,3})\\)?|([0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?)) *\\.? *");
    private static final Pattern SYMBOL = Pattern.compile("'?([A-Za-z]+|%)'?");
    private static final Pattern POWER = Pattern.compile(
            "(?:\\*\\*|\\^)?(?:\\( *([-+]?[0-9]+(?:\\.[0-9]+)?) *(?:/ *([0-9]+) *)?\\)|([-+]?[0-9]+(?:\\.[0-9]+)?))");

    private final String text;
    private int at;
    private int depth;

    private UnitParser(String text) {
        this.text = text;
    }

    static Optional<Unit> parse(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        UnitParser parser = new UnitParser(stripped);
        double scale = parser.scale();
        Optional<Unit> unit = parser.at == stripped.length() ? Optional.of(Unit.ONE) : parser.product();
        return unit.filter(read -> parser.at == stripped.length() && Double.isFinite(scale) && scale > 0)
                .map(read -> scale == 1 ? read : new Unit(scale * read.factor(), read.base(), read.symbols(), scale));
    }

    private double scale() {
        Matcher matcher = SCALE.matcher(text);
        if (!matcher.lookingAt()) {
            return 1;
        }
        at = matcher.end();
        return matcher.group(1) != null
                ? Math.pow(10, Integer.parseInt(matcher.group(1)))
                : Double.parseDouble(matcher.group(2));
    }

    private Optional<Unit> product() {
        Optional<Unit> result = at < text.length() && text.charAt(at) == '/' ? Optional.of(Unit.ONE) : factor();
        while (result.isPresent() && at < text.length() && text.charAt(at) != ')') {
            boolean divided = text.charAt(at) == '/';
            if (!divided && ". *".indexOf(text.charAt(at)) < 0) {
                return Optional.empty();
            }
            at++;
            Unit left = result.get();
            result = factor().map(right -> left.times(divided ? right.power(-1) : right));
        }
        return result;
    }

    private Optional<Unit> factor() {
        if (at < text.length() && text.charAt(at) == '(') {
            return parenthesised().flatMap(this::raised);
        }
        Matcher matcher = SYMBOL.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        at = matcher.end();
        if (at < text.length() && text.charAt(at) == '(') {
            return matcher.group(1).equals("sqrt") ? parenthesised().map(unit -> unit.power(0.5)) : Optional.empty();
        }
        return KnownUnits.of(matcher.group(1)).flatMap(this::raised);
    }

    private Optional<Unit> parenthesised() {
        if (++depth > 20) {
            return Optional.empty();
        }
        at++;
        Optional<Unit> inside = product();
        depth--;
        if (inside.isEmpty() || at >= text.length() || text.charAt(at) != ')') {
            return Optional.empty();
        }
        at++;
        return inside;
    }

    private Optional<Unit> raised(Unit unit) {
        Matcher matcher = POWER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return Optional.of(unit);
        }
        at = matcher.end();
        double divisor = matcher.group(2) == null ? 1 : Double.parseDouble(matcher.group(2));
        String number = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
        double power = Double.parseDouble(number) / divisor;
        return Double.isFinite(power) && Math.abs(power) <= 100 ? Optional.of(unit.power(power)) : Optional.empty();
    }
}
