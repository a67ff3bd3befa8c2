// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.time.Instant;
import java.util.Optional;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Account;

/**
 * The room of an account. Immutable.
 *
 * @param account whose it is
 * @param ownBytes limit that was set for this account alone; empty if that of the configuration counts
 * @param ownFiles likewise
 * @param limit that counts
 * @param used by what is there
 * @param held for what is being written
 * @param counted when the files themselves were last counted; empty if never
 */
public record Room(
        Account account,
        Optional<Long> ownBytes,
        Optional<Long> ownFiles,
        Size limit,
        Size used,
        Size held,
        Optional<Instant> counted) {

    /** What can still be written. */
    public Size left() {
        Size free = limit.without(used.plus(held));
        return new Size(
                limit.bytes() == Long.MAX_VALUE ? Long.MAX_VALUE : free.bytes(),
                limit.files() == Long.MAX_VALUE ? Long.MAX_VALUE : free.files());
    }
}
