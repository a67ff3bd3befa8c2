// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A node as it is at one moment (VOSpace 2.1, section 3.1). Immutable.
 *
 * @param path where it is
 * @param type what it is
 * @param properties their values by their URIs, in the order in which they are shown
 * @param target of a link node: the URI it points to
 * @param tag of a file: what stands for its bytes as they are now, another for other bytes; for the header ETag, without quotes
 */
public record Node(
        NodePath path, NodeType type, Map<String, String> properties, Optional<String> target, Optional<String> tag) {

    public Node {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
