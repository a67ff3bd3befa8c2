// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.util.List;
import java.util.Optional;

/**
 * A node and some of its children, as a service describes them. Immutable.
 *
 * @param node the node itself
 * @param children those that can be nodes of it
 * @param strange what was listed among them and cannot be, in words
 * @param first URI of the first that was listed, as it was written
 * @param last URI of the last
 * @param listed how many were listed
 */
record NodePage(
        RemoteNode node,
        List<RemoteNode> children,
        List<String> strange,
        Optional<String> first,
        Optional<String> last,
        int listed) {

    NodePage {
        children = List.copyOf(children);
        strange = List.copyOf(strange);
    }
}
