// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;

/**
 * Says in plain words who may do what with a node, and which node says so. Thread-safe.
 *
 * @param parts what the space works on
 */
public record Explaining(Space.Parts parts) {

    /**
     * What there is to say.
     *
     * @param you of each action whether whoever asks may do it, and why, or why not
     * @param rules for everybody, a sentence each
     */
    public record Explanation(Map<Action, Answer> you, List<String> rules) {}

    /**
     * Whether something may be done.
     *
     * @param why in words
     */
    public record Answer(boolean allowed, String why) {}

    /**
     * Explains it, to whoever may read it.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied
     */
    public Explanation of(Subject subject, NodePath path) throws IOException {
        try (Sight sight = new Sights(parts).look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            Rights rights = sight.rights();
            Map<Action, Answer> you = new EnumMap<>(Action.class);
            for (Action action : Action.values()) {
                you.put(
                        action,
                        switch (rights.decide(subject, action)) {
                            case Decision.Refused refused -> new Answer(false, refused.reason());
                            case Decision.Allowed allowed ->
                                new Answer(true, rights.why(subject, action).orElse(""));
                        });
            }
            return new Explanation(you, rights.explained());
        }
    }
}
