// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.List;
import java.util.Optional;

/**
 * The user defined functions a service offers. Several of one name are told apart by the number of their arguments.
 * Immutable.
 *
 * @param functions in the order in which capabilities list them
 * @param resolver whom {@code ivo_simbadpoint} asks; empty where that is not offered
 */
public record Udfs(List<Udf> functions, Optional<NameResolver> resolver) {
    /** No function. */
    public static final Udfs NONE = new Udfs(List.of());

    public Udfs {
        functions = List.copyOf(functions);
    }

    /** Functions that ask nobody. */
    public Udfs(List<Udf> functions) {
        this(functions, Optional.empty());
    }

    /** The functions of a name in lower case; empty if there is none. */
    public List<Udf> named(String name) {
        return functions.stream()
                .filter(udf -> udf.signature().name().equals(name))
                .toList();
    }

    /** All names, in lower case. */
    public List<String> names() {
        return functions.stream().map(udf -> udf.signature().name()).distinct().toList();
    }
}
