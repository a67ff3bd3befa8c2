// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.gms;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A group of some service (GMS 1.0, section 2.2): the IVOID of the service, and in its query the name of the group. The
 * service's part is the same in any case (Identifiers 2.0, section 2.1) and kept in lower case; the name is not. Immutable.
 *
 * @param service as in {@code ivo://example.org/gms}
 * @param name as in {@code pleiades}
 */
public record GroupIdentifier(String service, String name) {

    private static final Pattern SERVICE =
            Pattern.compile("(?i:ivo)://[A-Za-z0-9][A-Za-z0-9._~-]{2,100}(/[A-Za-z0-9._~*'()+=-]{1,100}){0,8}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9,._~-]{1,200}");
    private static final Pattern WHOLE = Pattern.compile("([^?#]*)\\?([^?#]*)");

    /** @throws IllegalArgumentException if service or name cannot be */
    public GroupIdentifier {
        if (!isService(service) || !isName(name)) {
            throw new IllegalArgumentException("not the identifier of a group: " + service + "?" + name);
        }
        service = service.toLowerCase(Locale.ROOT);
    }

    /** Whether a text can be the IVOID of a group membership service. */
    public static boolean isService(String text) {
        return SERVICE.matcher(text).matches();
    }

    /** Whether a text can be the name of a group. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The group that a text names; empty if it names none. */
    public static Optional<GroupIdentifier> parse(String text) {
        Matcher parts = WHOLE.matcher(text);
        return parts.matches() && isService(parts.group(1)) && isName(parts.group(2))
                ? Optional.of(new GroupIdentifier(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return service + "?" + name;
    }
}
