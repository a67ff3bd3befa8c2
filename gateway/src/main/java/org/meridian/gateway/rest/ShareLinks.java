// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.Incident;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.pack.PackageFormat;
import org.meridian.workspace.share.OpenShare;
import org.meridian.workspace.share.SharePasses;
import org.meridian.workspace.share.Shares;
import org.meridian.workspace.share.rest.SharedBytes;

/**
 * What whoever has a link to a file or folder is shown: browsers a page, programs the bytes; of a folder a listing, its files by
 * their own addresses, and all of it as a package. Nothing can be changed here, and accounts do not matter: where a link needs a
 * password, browsers send a form, programs HTTP Basic with any name. Thread-safe.
 */
@Path("share/{token}{path: (/.*)?}")
public final class ShareLinks {

    private static final String CHALLENGE = "Basic realm=\"share link\", charset=\"UTF-8\"";

    private final Shares shares;
    private final SharedBytes bytes;
    private final ShareCookie cookie;
    private final Visits visits;
    private final Site site;

    /**
     * The links.
     *
     * @param passes what browsers keep that have shown a password
     */
    public ShareLinks(Shares shares, SharePasses passes, Site site) {
        this.shares = shares;
        this.bytes = new SharedBytes(shares);
        this.cookie = new ShareCookie(passes, site);
        this.visits = new Visits(site.base());
        this.site = site;
    }

    /** What a request points to. */
    private record Target(Secret secret, String escapedPath) {

        /** As it is in the address, undecoded: a secret has one spelling. */
        static Target of(ContainerRequestContext request) {
            String base = request.getUriInfo().getBaseUri().getRawPath();
            String raw = request.getUriInfo().getRequestUri().getRawPath();
            String[] parts =
                    raw.substring(Math.min(raw.length(), base.length())).split("/", 3);
            return new Target(new Secret(parts.length < 2 ? "" : parts[1]), parts.length < 3 ? "" : parts[2]);
        }

        NodePath path() {
            try {
                return NodePath.ofEscaped(escapedPath);
            } catch (InvalidPathException e) {
                throw new UsageFault(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * Shows it. Parameters: {@code download}, for the bytes of a file whoever asks; {@code package}, {@code zip} or {@code tar},
     * for a folder; {@code from}, a name, for what comes after it in a long folder.
     */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return answer(request, () -> {
            Target target = Target.of(request);
            OpenShare open = shares.open(target.secret, Caller.address(request));
            NodePath below = target.path();
            if (open.share().password().isPresent() && !isUnlocked(request, open)) {
                if (wantsPage(request)) {
                    return page(request, target).password(below, "").answer(200);
                }
                throw new AuthenticationFault("this link needs its password: send it by HTTP Basic, with any name");
            }
            return show(request, page(request, target), open, below);
        });
    }

    /** The head of that. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return get(request);
    }

    /** Takes the {@code password} of a link, and shows it then. */
    @POST
    public Response unlock(@Context ContainerRequestContext request) {
        return answer(request, () -> {
            Target target = Target.of(request);
            OpenShare open = shares.open(target.secret, Caller.address(request));
            NodePath below = target.path();
            if (open.share().password().isPresent()) {
                try {
                    visits.cookie().requirePossible(request);
                    String password = site.form(request).required("password");
                    shares.requirePassword(open.share(), password, Caller.address(request));
                } catch (DaliFault refused) {
                    return Response.fromResponse(
                            Site.refusal(page(request, target).password(below, refused.message()), refused));
                }
            }
            Response.ResponseBuilder onward = site.to(request, SharePage.path(target.secret, below));
            open.share()
                    .password()
                    .ifPresent(any ->
                            onward.header(HttpHeaders.SET_COOKIE, cookie.set(request, target.secret, open.share())));
            return onward;
        });
    }

    private boolean isUnlocked(ContainerRequestContext request, OpenShare open) {
        if (cookie.isGood(request, open.share())) {
            return true;
        }
        Optional<String> password = basic(request);
        password.ifPresent(text -> {
            try {
                shares.requirePassword(open.share(), text, Caller.address(request));
            } catch (DaliFault.AuthorizationFault wrong) {
                throw new AuthenticationFault(wrong.message());
            }
        });
        return password.isPresent();
    }

    private static Optional<String> basic(ContainerRequestContext request) {
        String header = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new AuthenticationFault("what follows Basic is not base64");
        }
    }

    private Response.ResponseBuilder show(
            ContainerRequestContext request, SharePage page, OpenShare open, NodePath below) throws IOException {
        Node node = open.node(below);
        Optional<String> pack = parameter(request, "package");
        boolean folder = node.type() == NodeType.ContainerNode;
        if (pack.isPresent() && folder) {
            PackageFormat format = PackageFormat.of(pack.get())
                    .orElseThrow(() -> new UsageFault("a folder can be had as package=zip or package=tar"));
            return Response.fromResponse(bytes.pack(request, open, below, format));
        }
        if (folder) {
            return page.folder(open, below, parameter(request, "from")).answer(200);
        }
        if (wantsPage(request) && parameter(request, "download").isEmpty()) {
            return page.file(open, below).answer(200);
        }
        return Response.fromResponse(bytes.file(request, open, below));
    }

    private SharePage page(ContainerRequestContext request, Target target) {
        return new SharePage(site.root(request), target.secret);
    }

    private static Optional<String> parameter(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(name));
    }

    private static boolean wantsPage(ContainerRequestContext request) {
        return String.valueOf(request.getHeaderString(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML);
    }

    /** Answers a request. */
    @FunctionalInterface
    private interface Answer {
        Response.ResponseBuilder get() throws IOException;
    }

    private Response answer(ContainerRequestContext request, Answer answer) {
        Response.ResponseBuilder given;
        try {
            given = answer.get();
        } catch (DaliFault fault) {
            given = refusal(request, fault);
        } catch (IOException e) {
            given = refusal(request, Incident.log("a share link failed", e).fault());
        }
        // The address is a secret: what is opened from here is told nothing of it, and no search engine keeps it.
        return given.header("Referrer-Policy", null)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex, nofollow")
                .build();
    }

    private Response.ResponseBuilder refusal(ContainerRequestContext request, DaliFault fault) {
        if (wantsPage(request)) {
            return Response.fromResponse(
                    Site.refusal(Page.of(site.root(request), "A link to files", Page.alert(fault.message())), fault));
        }
        Response.ResponseBuilder answer = Response.status(fault.httpStatus())
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(fault.message() + "\n");
        if (fault instanceof AuthenticationFault) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (fault instanceof TransientFault later) {
            answer.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, later.retryAfter().toSeconds()));
        }
        return answer;
    }
}
