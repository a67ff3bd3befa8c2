// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A parameter of a job as its client sent it (UWS 1.1, section 2.1.11). Immutable.
 *
 * @param name in the client's own spelling
 * @param value any text
 */
public record JobParameter(String name, String value) {

    /** A request's parameters as a list, in their order. */
    public static List<JobParameter> list(Map<String, List<String>> parameters) {
        List<JobParameter> list = new ArrayList<>();
        parameters.forEach((name, values) -> values.forEach(value -> list.add(new JobParameter(name, value))));
        return List.copyOf(list);
    }

    /** A list as a map from name to values, for {@code DaliParameters}. */
    public static Map<String, List<String>> map(List<JobParameter> list) {
        return list.stream()
                .collect(Collectors.groupingBy(
                        JobParameter::name,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(JobParameter::value, Collectors.toList())));
    }

    /** The name in upper case: names are the same in any (DALI 1.1, section 3.1). */
    public String canonicalName() {
        return name.toUpperCase(Locale.ROOT);
    }
}
