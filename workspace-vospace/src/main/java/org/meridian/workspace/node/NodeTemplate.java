// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client says of a node that it makes or changes (VOSpace 2.1, sections 6.2.1 and 6.3.2). Immutable.
 *
 * @param type what it is to be; empty for a node of whatever kind the service takes
 * @param properties values by their URIs; an empty one for a property that is to go
 * @param target of a link node
 */
public record NodeTemplate(Optional<NodeType> type, Map<String, Optional<String>> properties, Optional<String> target) {

    public NodeTemplate {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Of a type, and nothing else said. */
    public static NodeTemplate of(NodeType type) {
        return new NodeTemplate(Optional.of(type), Map.of(), Optional.empty());
    }
}
