// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.meridian.sia.obscore.CompositePart;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.Rights;

/** What all the rules together say of one file. */
final class Ruling {
    private static final String NEVER = "never";

    private final FileFacts file;
    private final List<Rule> rules;
    private final Optional<ScanRules.Colours> colours;

    Ruling(FileFacts file, ScanRules all) {
        this.file = file;
        this.colours = all.colours();
        this.rules = all.rules().stream().filter(rule -> rule.isFor(file)).toList();
    }

    private <T> Optional<T> last(Function<Rule, Optional<T>> part) {
        return rules.reversed().stream().map(part).flatMap(Optional::stream).findFirst();
    }

    boolean ignores() {
        return rules.stream().anyMatch(Rule::ignore);
    }

    Optional<Product.Kind> product() {
        return last(Rule::productKind);
    }

    Optional<String> filter() {
        return last(Rule::filter).flatMap(file::filled);
    }

    List<Rule.LinkRule> links() {
        return rules.stream().flatMap(rule -> rule.links().stream()).toList();
    }

    /**
     * What the file is in a picture in colour; nothing where its band has no colour.
     *
     * @param band name of it
     */
    Optional<CompositePart> part(Optional<String> band, Consumer<String> complaints) {
        Optional<Rule.Composite> composite = last(Rule::composite);
        if (composite.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> name = composite.get().name(file);
        if (name.isEmpty()) {
            complaints.accept(
                    "rule: in no picture in colour, since " + composite.get().name() + " is not in the header");
        }
        Optional<ScanRules.Colours> palette = composite.get().colours().or(() -> colours);
        return name.flatMap(picture -> band.flatMap(word ->
                palette.flatMap(known -> known.of(word)).map(colour -> new CompositePart(picture, colour, word))));
    }

    /** Puts the rules' values into columns, over what was found; what does not fit is complained about. */
    void apply(ObscoreRow row, Consumer<String> complaints) {
        for (Rule rule : rules) {
            rule.columns()
                    .forEach((name, value) ->
                            ObscoreColumn.named(name).ifPresent(column -> put(row, column, value, complaints)));
        }
        requirePosition(row, complaints);
    }

    /** A position is on the sky, or there is none: ICRS, in degrees. */
    private static void requirePosition(ObscoreRow row, Consumer<String> complaints) {
        double ra = row.number(ObscoreColumn.S_RA).orElse(0);
        double dec = row.number(ObscoreColumn.S_DEC).orElse(0);
        if (ra < 0 || ra > 360 || Math.abs(dec) > 90) {
            complaints.accept("no position, since s_ra " + ra + ", s_dec " + dec + " is none");
            row.drop(ObscoreColumn.S_RA);
            row.drop(ObscoreColumn.S_DEC);
        }
    }

    private void put(ObscoreRow row, ObscoreColumn column, JsonNode rule, Consumer<String> complaints) {
        Optional<Object> value = switch (column.type()) {
            case TEXT, REGION, MOC -> text(rule).map(text -> (Object) text);
            case TIMESTAMP -> text(rule).flatMap(ProvenanceMapper::date).map(time -> (Object) time);
            case INTEGER, LONG, DOUBLE -> OptionalDoubles.boxed(number(rule)).map(number -> (Object) number);
        };
        if (value.isPresent()) {
            row.put(column, value.get());
        } else if (text(rule).isPresent()) {
            complaints.accept(
                    "rule: " + column.columnName() + " cannot be '" + text(rule).get() + "'");
        }
    }

    private Optional<String> text(JsonNode rule) {
        return rule.isObject() ? file.keyword(rule.path("keyword").asText()) : file.filled(rule.asText());
    }

    private OptionalDouble number(JsonNode rule) {
        if (rule.isNumber()) {
            return OptionalDouble.of(rule.doubleValue());
        }
        double factor = rule.path("factor").asDouble(1);
        try {
            return OptionalDoubles.of(text(rule).map(text -> Double.parseDouble(text) * factor));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Who may read a file whose headers are not known: everybody, unless a rule that may be for it says otherwise. Nobody where
     * that hangs on headers.
     *
     * @param path below the collection's folder
     * @param now UTC
     */
    static Rights withoutHeaders(String path, ScanRules all, LocalDateTime now) {
        FileFacts file = new FileFacts(path, Headers.NONE);
        boolean unknown =
                all.rules().stream().anyMatch(rule -> rule.restricts() && rule.needsHeaders() && rule.mayBeFor(file));
        return unknown
                ? new Rights(Optional.empty(), Optional.empty(), false)
                : new Ruling(file, all).rights(now, complaint -> {});
    }

    /**
     * Who may read the file, and know of it. Without a rule everybody, from now on; where a rule names a release or a group
     * that is not there, nobody.
     *
     * @param now UTC
     */
    Rights rights(LocalDateTime now, Consumer<String> complaints) {
        Optional<Rule.Release> release = last(Rule::release);
        Optional<String> group = last(Rule::group);
        Optional<String> owner = group.flatMap(file::filled).filter(Predicate.not(String::isBlank));
        if (group.isPresent() && owner.isEmpty()) {
            complaints.accept("rule: no group, since " + group.get() + " is not in the header");
        }
        boolean open = release.isEmpty() && group.isEmpty();
        Optional<LocalDateTime> released =
                open ? Optional.of(now) : release.flatMap(rule -> released(rule, complaints));
        boolean shown = last(Rule::show).orElse(false);
        return new Rights(owner, released, shown);
    }

    private Optional<LocalDateTime> released(Rule.Release rule, Consumer<String> complaints) {
        if (rule.date().equals(NEVER)) {
            return Optional.empty();
        }
        Optional<LocalDateTime> date = file.filled(rule.date()).flatMap(ProvenanceMapper::date);
        if (date.isEmpty()) {
            complaints.accept("rule: never released, since " + rule.date() + " is no date");
        }
        return date.map(day -> day.plus(rule.delay()));
    }
}
