// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.Directory;

/** Says the same of all nodes that are found. Not thread-safe. */
final class Saying implements Descent.Visitor {

    private final Space space;
    private final Subject subject;
    private final NodeTemplate template;
    private final Progress progress;
    private long done;
    private long refused;

    Saying(Space space, Subject subject, NodeTemplate template, Progress progress) {
        this.space = space;
        this.subject = subject;
        this.template = template;
        this.progress = progress;
    }

    /** Of how many. */
    long done() {
        return done;
    }

    /** Of how many he may not. */
    long refused() {
        return refused;
    }

    @Override
    public void leaf(Child child, Directory in) throws IOException {
        say(child);
    }

    @Override
    public boolean enter(Child child, Directory in) throws IOException {
        say(child);
        return true;
    }

    @Override
    public void leave() {
        // What is in a directory has had its turn.
    }

    @Override
    public void unnamed(NodePath container, int count) {
        // What is no node is said nothing of.
    }

    private void say(Child child) throws IOException {
        try {
            space.set(subject, child.path(), template);
            done++;
        } catch (VospaceFault fault) {
            if (fault.name() != Name.NodeNotFound) {
                refused++;
            }
        }
        progress.nodes(1);
    }
}
