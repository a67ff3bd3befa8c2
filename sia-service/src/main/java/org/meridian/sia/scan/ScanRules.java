// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    }

    /**
     * @param min shortest wavelength in vacuum, in metres
     * @param max longest
     */
    public record Filter(double min, double max) {}

    /** Names of bands. */
    public record Colours(String red, String green, String blue) {
        public Colours {
            if (red == null || green == null || blue == null) {
                throw new IllegalArgumentException("colours need red, green and blue");
            }
        }
    }

    /** The bands of the operator's filters by name. */
    Map<String, Bandpass> bandpasses() {
        Map<String, Bandpass> bands = new LinkedHashMap<>();
        filters.forEach((name, filter) -> bands.put(name, new Bandpass(name, filter.min(), filter.max())));
        return bands;
    }
}
