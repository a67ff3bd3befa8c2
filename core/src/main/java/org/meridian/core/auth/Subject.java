// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.util.Optional;
import java.util.Set;

/**
 * Who asks. Immutable.
 *
 * @param name user name; empty for an anonymous caller
 * @param groups groups the user is known to be in
 */
public record Subject(Optional<String> name, Set<String> groups) {

    /** The caller nobody knows. */
    public static final Subject ANONYMOUS = new Subject(Optional.empty(), Set.of());

    public Subject {
        groups = Set.copyOf(groups);
    }
}
