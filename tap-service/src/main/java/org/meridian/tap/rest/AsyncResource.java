// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.place.UserFiles;
import org.meridian.core.usage.Spender;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.tap.query.QueryMeter;
import org.meridian.tap.upload.Uploads;

/** Asynchronous queries (TAP 1.1, section 2.2). */
@Path("tap/async")
public final class AsyncResource extends JobsResource {

    private final QueryMeter meter;
    private final UserFiles files;

    /**
     * A job list whose jobs a {@link QueryJobs} executes.
     *
     * @param meter counts what they use
     * @param files of users
     */
    public AsyncResource(Parts parts, QueryMeter meter, UserFiles files) {
        super(parts);
        this.meter = meter;
        this.files = files;
    }

    /** Not if it would be refused now: a job that waits until it may run would wait for a day. */
    @Override
    protected void admit(Spender who) {
        meter.ask(who);
    }

    /** A job has all the rights of its owner; the token with which it is made may have fewer. */
    @Override
    protected void permit(Subject who, List<JobParameter> posted) {
        DaliParameters parameters = DaliParameters.of(JobParameter.map(posted));
        files.permitDestination(who, parameters);
        if (Uploads.nameUserFiles(parameters.uploads())) {
            UserFiles.requireScope(who, Scope.VOSPACE_READ);
            if (!files.areThere()) {
                throw new UsageFault("this gateway has no workspaces: send tables themselves or their http URLs instead"
                        + " of vos: in UPLOAD");
            }
        }
    }

    /** In the format the job asked for, where that can carry one (TAP 1.1, section 3.3). */
    @Override
    protected ErrorDocument errorDocument(Job job, DaliFault fault) {
        return ErrorDocument.of(fault, format(job), Documents.infos());
    }

    private static ResponseFormat format(Job job) {
        try {
            DaliParameters parameters = DaliParameters.of(JobParameter.map(job.parameters()));
            return ResponseFormat.negotiate(parameters.tapResponseFormat(), Optional.empty());
        } catch (DaliFault unknownFormat) {
            return ResponseFormat.votable();
        }
    }
}
