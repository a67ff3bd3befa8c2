// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.store.ArrivalStore;
import org.meridian.workspace.store.ArrivalStore.Arrival;

/**
 * Deletes nodes with all that is in them, as jobs: what OpenCADC calls recursive delete. It is one step, like every deletion here,
 * so that there is never one that has half succeeded. Thread-safe.
 */
public final class RemovalJobs extends NodeJobs {

    /** Parameter of a job: URI of the node. */
    public static final String TARGET = "TARGET";

    /**
     * Deletions in a space.
     *
     * @param arrivals what jobs were about to do
     * @param users who the user of a name is now; throws if he may not do anything any more
     */
    public RemovalJobs(Space space, ArrivalStore arrivals, Function<String, Subject> users) {
        super(space, arrivals, users);
    }

    @Override
    void run(Work work) throws IOException {
        NodePath path = space().uris()
                .path(work.parameter(TARGET)
                        .orElseThrow(() -> new VospaceFault(Name.InvalidArgument, "the parameter target is missing")));
        Optional<Arrival> earlier = noted(work);
        // Whoever ran the job before has been lost: the node may be gone by that already, and another in its place.
        boolean gone = earlier.isPresent()
                && !space().isAt(work.subject(), path, earlier.get().node());
        if (!gone) {
            space().delete(work.subject(), path, work.progress());
        }
        work.execution().reference("successcount", "count:1");
        work.execution().reference("errorcount", "count:0");
    }
}
