// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.workspace.transfer.NodeJobs;

/** Lists of jobs that do something with nodes. Errors are texts: the name of the fault, and words (VOSpace 2.1, section 6). */
abstract class NodeJobsResource extends JobsResource {

    private static final String TEXT = "text/plain;charset=UTF-8";

    NodeJobsResource(Parts parts) {
        super(parts);
    }

    /**
     * A job has all rights of its owner: a token that is not good for changing files is not good for having one. Whoever is nobody
     * may change nothing, and needs no job.
     */
    @Override
    protected void permit(ContainerRequestContext request) {
        if (Caller.subject(request).isAnonymous()) {
            throw new AuthorizationFault("PermissionDenied jobs of workspaces are for those who have signed in");
        }
        requireScope(request, Scope.VOSPACE_WRITE);
    }

    /** Jobs name files, and what comes of some is as good as a right. */
    @Override
    protected void permitReading(ContainerRequestContext request) {
        requireScope(request, Scope.VOSPACE_READ);
    }

    /**
     * Makes sure that a caller who has signed in did so with a scope.
     *
     * @throws AuthorizationFault if not
     */
    static void requireScope(ContainerRequestContext request, Scope scope) {
        Subject subject = Caller.subject(request);
        if (!subject.isAnonymous() && !subject.scopes().contains(scope)) {
            throw new AuthorizationFault("PermissionDenied the token is not good for this: it lacks the scope '"
                    + scope.text() + "'; make one that has it at /auth/tokens");
        }
    }

    @Override
    protected ErrorDocument errorDocument(Job job, DaliFault fault) {
        return text(NodeJobs.text(job.outcome().error().orElseGet(() -> JobError.of(fault))));
    }

    @Override
    protected ErrorDocument refusal(DaliFault fault) {
        return text(fault.message());
    }

    private static ErrorDocument text(String words) {
        return new ErrorDocument(TEXT, (words + "\n").getBytes(UTF_8));
    }

    /** Whether the body of a request is XML. */
    static boolean isXml(ContainerRequestContext request) {
        return request.getMediaType() != null
                && request.getMediaType().getSubtype().endsWith("xml");
    }
}
