// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.meridian.tap.schema.ValueType;

/**
 * Name and types of a user defined function, as TAPRegExt 1.0, section 2.3, and ADQL 2.1, section 4.3.2, write them.
 *
 * @param name in lower case
 * @param parameters in order; possibly none
 * @param result type of the value
 */
public record UdfSignature(String name, List<Parameter> parameters, TypeName result) {

    public UdfSignature {
        name = name.toLowerCase(Locale.ROOT);
        parameters = List.copyOf(parameters);
    }

    /** A parameter: its name, for people, and its type. */
    public record Parameter(String name, TypeName type) {}

    /**
     * A type as it was written and what it means.
     *
     * @param text such as {@code VARCHAR(*)} or {@code DOUBLE PRECISION}
     */
    public record TypeName(String text, ValueType type) {}

    /**
     * Reads a form such as {@code ivo_foo(a REAL, b VARCHAR) -> INTEGER}.
     *
     * @throws AdqlException if it is none; positions count within the form
     */
    public static UdfSignature parse(String form) throws AdqlException {
        return UdfFormParser.parse(form);
    }

    /** The form again: {@code ivo_foo(a REAL, b VARCHAR) -> INTEGER}. */
    public String form() {
        return parameters.stream()
                .map(parameter -> parameter.name() + " " + parameter.type().text())
                .collect(Collectors.joining(", ", name + "(", ") -> " + result.text()));
    }
}
