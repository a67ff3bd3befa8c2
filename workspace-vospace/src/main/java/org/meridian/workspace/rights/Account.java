// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rights;

import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;

/**
 * Who is charged for the room that nodes take: by where they are, whoever made them. A user is charged for {@code /home/NAME} and
 * {@code /pub/NAME} together, a team for {@code /team/NAME}; each with what was deleted there and lies in the trash. Immutable.
 *
 * @param kind whose it is
 * @param name of the user or the team
 */
public record Account(Kind kind, String name) {

    /** Whose an account can be. */
    public enum Kind {
        /** A user's. */
        USER("user", List.of("home", "pub")),
        /** Of a team, or another group. */
        TEAM("team", List.of("team"));

        private final String word;
        private final List<String> tops;

        Kind(String word, List<String> tops) {
            this.word = word;
            this.tops = tops;
        }
    }

    /** Who is charged for a node; empty for those of nobody: the root, what is in it, and the workspaces themselves. */
    public static Optional<Account> of(NodePath path) {
        return path.names().size() > 2 ? ofWorkspace(path.first(2)) : Optional.empty();
    }

    /**
     * Who is charged for what is in a workspace.
     *
     * @param workspace a path of two names
     */
    public static Optional<Account> ofWorkspace(NodePath workspace) {
        String top = workspace.names().getFirst();
        for (Kind kind : Kind.values()) {
            if (kind.tops.contains(top)) {
                return Optional.of(new Account(kind, workspace.name()));
            }
        }
        return Optional.empty();
    }

    /** The account that is written so: see {@link #text}. */
    public static Optional<Account> parse(String text) {
        for (Kind kind : Kind.values()) {
            String start = kind.word + " ";
            if (text.startsWith(start) && NodePath.isName(text.substring(start.length()))) {
                return Optional.of(new Account(kind, text.substring(start.length())));
            }
        }
        return Optional.empty();
    }

    /** Its workspaces. */
    public List<NodePath> workspaces() {
        return kind.tops.stream()
                .map(top -> NodePath.ROOT.child(top).child(name))
                .toList();
    }

    /** Such as {@code user ada} and {@code team ada~stars}. */
    public String text() {
        return kind.word + " " + name;
    }
}
