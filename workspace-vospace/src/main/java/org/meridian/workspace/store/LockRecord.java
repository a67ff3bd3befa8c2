// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.time.Instant;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;

/**
 * A lock that keeps others from changing a node (RFC 4918, section 6). Immutable.
 *
 * @param token its name, a URI that nothing else has
 * @param path the node that was locked
 * @param deep whether all that is in it is locked, too
 * @param exclusive whether nobody else may have a lock there
 * @param account of the user who has it
 * @param holder what his client says of him, in XML
 * @param expires until when it holds
 */
public record LockRecord(
        String token,
        NodePath path,
        boolean deep,
        boolean exclusive,
        String account,
        Optional<String> holder,
        Instant expires) {

    /** Whether it keeps a node from being changed. */
    public boolean covers(NodePath node) {
        return path.equals(node) || deep && path.holds(node);
    }

    /** The same until another time. */
    public LockRecord until(Instant other) {
        return new LockRecord(token, path, deep, exclusive, account, holder, other);
    }
}
