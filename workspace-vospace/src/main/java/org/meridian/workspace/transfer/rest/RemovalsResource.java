// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer.rest;

import jakarta.ws.rs.Path;
import org.meridian.workspace.transfer.RemovalJobs;

/** Deletions as jobs, with a parameter {@code target}: as OpenCADC's client wants them. Thread-safe. */
@Path("vospace/async-delete")
public final class RemovalsResource extends NodeJobsResource {

    /** Path of the list. */
    public static final String PATH = "/vospace/async-delete";

    /** The deletions in a space; {@link RemovalJobs} do them. */
    public RemovalsResource(Parts parts) {
        super(parts);
    }
}
