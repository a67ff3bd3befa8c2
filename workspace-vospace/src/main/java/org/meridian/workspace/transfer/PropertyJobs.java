// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.NodeReader;
import org.meridian.workspace.rest.NodeReader.NodeDescription;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.Space.Count;
import org.meridian.workspace.store.ArrivalStore;

/** Says the same of a node and of all that is in it, as jobs: what OpenCADC calls recursive node properties. Thread-safe. */
public final class PropertyJobs extends NodeJobs {

    /** Parameter of a job: the description of the node. */
    public static final String NODE = "NODE";

    /**
     * Changes in a space.
     *
     * @param arrivals what jobs were about to do
     * @param users who the user of a name is now; throws if he may not do anything any more
     */
    public PropertyJobs(Space space, ArrivalStore arrivals, Function<String, Subject> users) {
        super(space, arrivals, users);
    }

    @Override
    void run(Work work) throws NotNowException, IOException {
        String document = work.parameter(NODE)
                .orElseThrow(() -> new VospaceFault(Name.InvalidArgument, "the job has no description of a node"));
        NodeDescription said = NodeReader.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
        NodeTemplate template =
                new NodeTemplate(Optional.empty(), said.template().properties(), Optional.empty());
        work.turnHeavy();
        Count count = space().setAll(work.subject(), space().uris().path(said.uri()), template, work.progress());
        work.execution().reference("successcount", "count:" + count.done());
        work.execution().reference("errorcount", "count:" + count.refused());
    }
}
