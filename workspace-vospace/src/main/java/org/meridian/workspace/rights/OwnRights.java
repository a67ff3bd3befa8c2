// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rights;

import java.util.Optional;
import java.util.Set;

/**
 * What has been said of one node alone. What it leaves open is as the container says in which the node is. Immutable.
 *
 * @param owner name of the user who made it; it gives him no rights
 * @param publicRead whether everybody may read it, without signing in
 * @param readers groups that may read it
 * @param writers groups that may read and write it
 * @param locked whether nobody may change it until it is unlocked
 */
public record OwnRights(
        Optional<String> owner,
        Optional<Boolean> publicRead,
        Optional<Set<String>> readers,
        Optional<Set<String>> writers,
        boolean locked) {

    /** All is left open. */
    public static final OwnRights NONE =
            new OwnRights(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    public OwnRights {
        readers = readers.map(Set::copyOf);
        writers = writers.map(Set::copyOf);
    }

    /** The same made by somebody. */
    public OwnRights ownedBy(String user) {
        return new OwnRights(Optional.of(user), publicRead, readers, writers, locked);
    }
}
