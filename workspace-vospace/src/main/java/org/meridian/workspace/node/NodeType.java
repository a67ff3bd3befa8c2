// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

/** What a node is (VOSpace 2.1, section 3.1), as far as nodes here are: bytes are kept as they come, so none is structured. */
public enum NodeType {
    /** It contains other nodes. */
    ContainerNode,
    /** It has bytes. */
    DataNode,
    /** It points to something. */
    LinkNode
}
