// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.Path;
import java.util.List;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.place.UserFiles;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.sia.soda.SodaError;

/** Cutouts as jobs (SODA 1.0, sections 2.2 and 6). */
@Path("soda/async")
public final class SodaJobsResource extends JobsResource {

    /** Of the list, below the gateway. */
    public static final String PATH = "/soda/async";

    private final UserFiles files;

    /**
     * A job list whose jobs are executed by {@link org.meridian.sia.soda.CutoutJobs}.
     *
     * @param files of users
     */
    public SodaJobsResource(Parts parts, UserFiles files) {
        super(parts);
        this.files = files;
    }

    /** A job has all the rights of its owner; the token with which it is made may have fewer. */
    @Override
    protected void permit(Subject who, List<JobParameter> posted) {
        files.permitDestination(who, DaliParameters.of(JobParameter.map(posted)));
    }

    /** A line of text (section 5.2). */
    @Override
    protected ErrorDocument errorDocument(Job job, DaliFault fault) {
        return SodaError.of(fault).document();
    }
}
