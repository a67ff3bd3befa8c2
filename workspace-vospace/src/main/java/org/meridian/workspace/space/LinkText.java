// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.storage.Tree;

/** Reads the texts of symbolic links without following them. Pure functions. */
final class LinkText {

    private LinkText() {}

    /**
     * The node that a link's text leads to. Datalabs see {@code /team}, {@code /pub}, and their user's home as {@code
     * /workspace}.
     *
     * @param link where the link is
     * @param text what it says
     * @return empty if it leads out of what can be seen
     */
    static Optional<NodePath> resolve(NodePath link, String text) {
        Deque<String> names = new ArrayDeque<>();
        List<String> parts = Arrays.asList(text.split("/+"));
        if (text.startsWith("/")) {
            boolean home = parts.size() > 1 && parts.get(1).equals("workspace");
            if (home) {
                if (!link.names().getFirst().equals(Tree.HOME)) {
                    return Optional.empty();
                }
                names.addAll(link.first(2).names());
                parts = parts.subList(2, parts.size());
            }
        } else {
            names.addAll(link.parent().names());
        }
        for (String part : parts) {
            if (part.equals("..")) {
                if (names.isEmpty()) {
                    return Optional.empty();
                }
                names.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                if (!NodePath.isName(part)) {
                    return Optional.empty();
                }
                names.addLast(part);
            }
        }
        boolean inTree = !names.isEmpty()
                && names.size() <= NodePath.DEEPEST
                && List.of(Tree.HOME, Tree.TEAM, Tree.PUB).contains(names.getFirst());
        return inTree ? Optional.of(new NodePath(List.copyOf(names))) : Optional.empty();
    }

    /** The text as a part of a URI. */
    static String escaped(String text) {
        return Arrays.stream(text.split("/", -1)).map(VosUri::escaped).collect(Collectors.joining("/"));
    }
}
