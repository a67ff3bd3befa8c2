// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * The parameters of one request (DALI 1.1, section 3). Names are compared without regard to case, values as they are;
 * a parameter that nobody asks for is ignored. Immutable, thread-safe.
 */
public final class DaliParameters {
    private static final int RUNID_LENGTH = 64;

    /** Upper-case names to values, in the order of the request. */
    private final Map<String, List<String>> values;

    private DaliParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Takes the parameters as a web framework gives them.
     *
     * @param raw values by name, names in any case; names equal but for case are merged
     */
    public static DaliParameters of(Map<String, ? extends List<String>> raw) {
        Map<String, List<String>> merged = new LinkedHashMap<>();
        raw.forEach((name, list) ->
                merged.computeIfAbsent(canonical(name), n -> new ArrayList<>()).addAll(list));
        merged.replaceAll((name, list) -> List.copyOf(list));
        return new DaliParameters(merged);
    }

    /**
     * The value of a single-valued parameter; empty if it is absent.
     *
     * @throws UsageFault if it is repeated (section 3.2)
     */
    public Optional<String> single(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw new UsageFault(
                    "parameter " + canonical(name) + " is given " + all.size() + " times; it takes one value");
        }
        return all.stream().findFirst();
    }

    /**
     * The value of a single-valued parameter that must be there and not be blank.
     *
     * @throws UsageFault if it is absent, blank or repeated
     */
    public String required(String name) {
        return single(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new UsageFault("parameter " + canonical(name) + " is missing"));
    }

    /** Every value of a parameter, in the order of the request; empty if it is absent. */
    public List<String> all(String name) {
        return values.getOrDefault(canonical(name), List.of());
    }

    /** All parameters by upper-case name, for echoes and jobs; unmodifiable. */
    public Map<String, List<String>> asMap() {
        return java.util.Collections.unmodifiableMap(values);
    }

    /**
     * MAXREC (section 3.4.4): most rows wanted; empty if not given.
     *
     * @throws UsageFault if it is no integer, negative or repeated
     */
    public OptionalLong maxrec() {
        Optional<String> text = single("MAXREC").map(String::strip).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("\\+?[0-9]+")) {
            throw new UsageFault("MAXREC is '" + shortened(text.get()) + "'; it must be a whole number, 0 or greater");
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
    }

    /**
     * RESPONSEFORMAT (section 3.4.3), as given; {@code core.votable.ResponseFormat} reads it.
     *
     * @throws UsageFault if it is repeated
     */
    public Optional<String> responseFormat() {
        return single("RESPONSEFORMAT").filter(value -> !value.isBlank());
    }

    /**
     * RESPONSEFORMAT or, where that is absent, its old name FORMAT (TAP 1.1, section 2.7.3). For TAP only: elsewhere FORMAT
     * constrains the rows.
     *
     * @throws UsageFault if either is repeated
     */
    public Optional<String> tapResponseFormat() {
        Optional<String> old = single("FORMAT").filter(value -> !value.isBlank());
        return responseFormat().or(() -> old);
    }

    /**
     * RUNID (section 3.4.6), to be kept in logs.
     *
     * @throws UsageFault if it is longer than 64 characters or repeated
     */
    public Optional<String> runid() {
        Optional<String> runid = single("RUNID").filter(value -> !value.isEmpty());
        if (runid.isPresent() && runid.get().length() > RUNID_LENGTH) {
            throw new UsageFault("RUNID has " + runid.get().length() + " characters; at most 64 are allowed");
        }
        return runid;
    }

    /** The values of UPLOAD (section 3.4.5), as given. */
    public List<String> uploads() {
        return all("UPLOAD");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static String canonical(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
