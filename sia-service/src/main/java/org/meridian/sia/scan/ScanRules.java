// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridian.sia.obscore.CompositePart.Colour;

/**
 * What an operator says of a collection, beyond what headers say. Written in YAML; every component is a key of the same name.
 *
 * @param filters wavelengths of filters by the names that headers give them
 * @param rules for files; all that match apply, later ones over earlier ones
 * @param colours which bands (names as in {@code energy_bandpassname}) make the red, green and blue of colour pictures
 */
public record ScanRules(Map<String, Filter> filters, List<Rule> rules, Optional<Colours> colours) {
    /** No rules. */
    public static final ScanRules NONE = new ScanRules(Map.of(), List.of(), Optional.empty());

    public ScanRules {
        filters = filters == null ? Map.of() : Map.copyOf(filters);
        rules = rules == null ? List.of() : List.copyOf(rules);
        boolean without = colours.isEmpty()
                && rules.stream()
                        .flatMap(rule -> rule.composite().stream())
                        .anyMatch(composite -> composite.colours().isEmpty());
        if (without) {
            throw new IllegalArgumentException("a composite needs colours, its own or those of all rules");
        }
    }

    /**
     * @param min shortest wavelength in vacuum, in metres
     * @param max longest
     */
    public record Filter(double min, double max) {}

    /**
     * Names of bands, one or several for each colour; one colour may be without.
     *
     * @param red those of the longest wavelengths, usually
     * @param green in the middle
     * @param blue the shortest
     */
    public record Colours(
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> red,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> green,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> blue) {
        public Colours {
            red = red == null ? List.of() : List.copyOf(red);
            green = green == null ? List.of() : List.copyOf(green);
            blue = blue == null ? List.of() : List.copyOf(blue);
            if (Stream.of(red, green, blue).filter(List::isEmpty).count() > 1) {
                throw new IllegalArgumentException("colours need bands for two of red, green and blue at least");
            }
        }

        /** In which a band is shown. */
        Optional<Colour> of(String band) {
            if (red.contains(band)) {
                return Optional.of(Colour.RED);
            }
            if (green.contains(band)) {
                return Optional.of(Colour.GREEN);
            }
            return blue.contains(band) ? Optional.of(Colour.BLUE) : Optional.empty();
        }
    }

    /** The bands of the operator's filters by name. */
    Map<String, Bandpass> bandpasses() {
        Map<String, Bandpass> bands = new LinkedHashMap<>();
        filters.forEach((name, filter) -> bands.put(name, new Bandpass(name, filter.min(), filter.max())));
        return bands;
    }
}
