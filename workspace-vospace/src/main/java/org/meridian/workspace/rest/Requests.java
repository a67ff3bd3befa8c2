// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.Incident;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/** What the resources of a space have in common: where a request points to, and how faults are answered. Pure functions. */
public final class Requests {

    public static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8");

    private Requests() {}

    /** Answers a request. */
    @FunctionalInterface
    public interface Answer {
        /** The answer. */
        Response get() throws IOException;
    }

    /** The answer, or the document of the fault: its name and what was wrong (VOSpace 2.1, section 6). */
    public static Response answer(ContainerRequestContext request, Answer answer) {
        try {
            return answer.get();
        } catch (VospaceFault fault) {
            boolean unknown = fault.name() == Name.PermissionDenied
                    && Caller.subject(request).isAnonymous();
            // Who has not said who he is may try again with that (RFC 9110, section 15.5.2).
            return refusal(unknown ? 401 : fault.httpStatus(), fault.text());
        } catch (DaliFault fault) {
            boolean ours = fault.httpStatus() >= 500;
            return refusal(
                    fault.httpStatus(), (ours ? Name.InternalFault : Name.InvalidArgument) + " " + fault.message());
        } catch (IOException e) {
            DaliFault fault = Incident.log("a request to a workspace failed", e).fault();
            return refusal(500, Name.InternalFault + " " + fault.message());
        }
    }

    private static Response refusal(int status, String text) {
        return Response.status(status)
                .type(TEXT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(text + "\n")
                .build();
    }

    /**
     * The path of the node that a request points to.
     *
     * @param prefix path of the resource in the gateway, such as {@code vospace/nodes}
     * @throws VospaceFault InvalidURI if it is none
     */
    public static NodePath path(ContainerRequestContext request, String prefix) {
        String base = request.getUriInfo().getBaseUri().getRawPath();
        String raw = request.getUriInfo().getRequestUri().getRawPath();
        try {
            return NodePath.ofEscaped(raw.substring(Math.min(raw.length(), base.length() + prefix.length())));
        } catch (InvalidPathException e) {
            throw new VospaceFault(Name.InvalidURI, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A number that stands in a request.
     *
     * @param what it should be, in words
     * @throws VospaceFault InvalidArgument if it is none
     */
    static long number(String what, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new VospaceFault(Name.InvalidArgument, what + " is a number");
        }
        return Long.parseLong(text);
    }
}
