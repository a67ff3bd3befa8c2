// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.time.Instant;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * A link by which whoever has it reads a file or container. Immutable.
 *
 * @param id its number
 * @param maker name of the account that made it
 * @param path where the node was then
 * @param node which one it is
 * @param password hash of the password that it needs, if it needs one
 * @param comment of its maker, perhaps empty
 * @param downloads how many have begun
 * @param most how many may, if not any number
 * @param created when it was made
 * @param expires until when it is good
 */
public record ShareRecord(
        long id,
        String maker,
        NodePath path,
        Identity node,
        Optional<String> password,
        String comment,
        long downloads,
        Optional<Long> most,
        Instant created,
        Instant expires) {

    @Override
    public String toString() {
        return "share " + id + " of " + path;
    }
}
