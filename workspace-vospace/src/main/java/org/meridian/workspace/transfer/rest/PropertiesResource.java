// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.uws.JobParameter;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.rest.NodeReader;
import org.meridian.workspace.transfer.PropertyJobs;

/** Changes of a node and all that is in it, as jobs made of its description: as OpenCADC's client wants them. Thread-safe. */
@Path("vospace/async-setprops")
public final class PropertiesResource extends NodeJobsResource {

    /** Path of the list. */
    public static final String PATH = "/vospace/async-setprops";

    private static final int LARGEST = 64 << 10;

    /** The changes in a space; {@link PropertyJobs} do them. */
    public PropertiesResource(Parts parts) {
        super(parts);
    }

    @Override
    protected Optional<List<JobParameter>> document(ContainerRequestContext request) throws IOException {
        if (!isXml(request)) {
            throw new UsageFault(
                    "InvalidArgument what is to be said is described by an XML document of a node, sent as text/xml");
        }
        byte[] document = request.getEntityStream().readNBytes(LARGEST + 1);
        if (document.length > LARGEST) {
            throw new UsageFault("InvalidArgument what is said of many nodes has at most " + LARGEST + " bytes");
        }
        try {
            // Read once to refuse at once what cannot be read.
            NodeReader.read(new ByteArrayInputStream(document));
        } catch (VospaceFault fault) {
            throw new UsageFault(fault.text());
        }
        return Optional.of(List.of(new JobParameter(PropertyJobs.NODE, new String(document, UTF_8))));
    }
}
