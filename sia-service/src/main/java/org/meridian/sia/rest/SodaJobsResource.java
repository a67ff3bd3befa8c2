// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.Path;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.sia.soda.SodaError;

/** Cutouts as jobs (SODA 1.0, sections 2.2 and 6). */
@Path("soda/async")
public final class SodaJobsResource extends JobsResource {

    /** Of the list, below the gateway. */
    public static final String PATH = "/soda/async";

    /** A job list whose jobs are executed by {@link org.meridian.sia.soda.CutoutJobs}. */
    public SodaJobsResource(Parts parts) {
        super(parts);
    }

    /** A line of text (section 5.2). */
    @Override
    protected ErrorDocument errorDocument(Job job, DaliFault fault) {
        return SodaError.of(fault).document();
    }
}
