// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.Incident;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.Tree;

/** Answers of WebDAV, and what faults of the space mean there (RFC 4918, sections 9 and 16). Pure functions. */
final class DavAnswers {

    static final String XML = "application/xml; charset=utf-8";

    static final String METHODS =
            "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, MKCOL, COPY, MOVE, LOCK, UNLOCK, REPORT";

    private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8");

    /** Those that need what the new resource is to be in. */
    private static final Set<String> MAKING = Set.of("PUT", "MKCOL", "COPY", "MOVE", "LOCK");

    private DavAnswers() {}

    /** Answers a request. */
    @FunctionalInterface
    interface Answer {
        Response get() throws IOException;
    }

    /** The answer, or what was wrong. */
    static Response answer(DavRequest request, Answer answer) {
        try {
            return answer.get();
        } catch (DavFault fault) {
            return fault.condition()
                    .map(name -> condition(fault.status(), out -> out.empty(name)))
                    .orElseGet(() -> text(fault.status(), fault.detail()));
        } catch (VospaceFault fault) {
            return fault.name() == Name.NodeLocked
                    ? locked(request, fault)
                    : text(status(request, fault), fault.detail());
        } catch (DaliFault fault) {
            return text(fault.httpStatus(), fault.message());
        } catch (IOException e) {
            DaliFault fault = Incident.log("a request by WebDAV failed", e).fault();
            return text(500, fault.message());
        }
    }

    private static int status(DavRequest request, VospaceFault fault) {
        boolean making = MAKING.contains(request.method());
        return switch (fault.name()) {
            // Who has not said who he is may try again with that (RFC 9110, section 15.5.2).
            case PermissionDenied -> request.subject().isAnonymous() ? 401 : 403;
            case NodeNotFound -> mayBeThere(request) ? 401 : 404;
            // There are no links here: what is one by VOSpace is nothing to be read, and in the way of all else.
            case ContainerNotFound, LinkFound -> making ? 409 : 404;
            case DuplicateNode -> 405;
            default -> fault.httpStatus();
        };
    }

    /** Workspaces are made when their own people first come: they come without saying who they are, until they are asked. */
    private static boolean mayBeThere(DavRequest request) {
        List<String> names = request.path().names();
        return request.subject().isAnonymous()
                && names.size() > 1
                && !names.getFirst().equals(Tree.PUB);
    }

    /** Whose lock is in the way (section 16): that of one token is awaited, or one that another lock does not go with. */
    private static Response locked(DavRequest request, VospaceFault fault) {
        if (fault.lockRoot().isEmpty()) {
            return text(423, fault.detail());
        }
        String name = request.method().equals("LOCK") ? "no-conflicting-lock" : "lock-token-submitted";
        String root = request.href(fault.lockRoot().get(), false);
        return condition(423, out -> out.href(name, root));
    }

    private static Response condition(int status, XmlOut.Part inside) {
        return xml(status, out -> {
            out.start("error", XmlOut.DAV);
            inside.to(out);
            out.end("error");
        });
    }

    /** A small document. */
    static Response xml(int status, XmlOut.Part document) {
        return headers(status, Optional.of(XML)).entity(XmlOut.text(document)).build();
    }

    /** Words. */
    static Response text(int status, String text) {
        Response.ResponseBuilder answer = headers(status, Optional.empty());
        if (status == 405) {
            answer.header(HttpHeaders.ALLOW, METHODS);
        }
        return answer.type(TEXT).entity(text + "\n").build();
    }

    /** The beginning of an answer that nobody keeps. */
    static Response.ResponseBuilder headers(int status, Optional<String> type) {
        Response.ResponseBuilder answer = Response.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store");
        type.ifPresent(each -> answer.header(HttpHeaders.CONTENT_TYPE, each));
        return answer;
    }
}
