// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Authenticator;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.ResponseFormat;

/**
 * Finds out who a request comes from, and tells clients how they can show it (SSO, AuthVO draft of 2024-03, section 2): the
 * same URL serves everybody; a credential that is not good is refused and never taken for none. The header {@code
 * Authorization} comes before a cookie, which speaks for requests under the same-origin rule only.
 */
@PreMatching
public final class AuthenticationFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** Request property that is there if the cookie that came is of no use any more. */
    private static final String SPENT = "org.meridian.core.auth.SpentCookie";

    /** Request property that is there if the refusal of the request has been noted. */
    private static final String NOTED = "org.meridian.core.auth.Noted";

    /** Request property with the reason of a refusal that is answered with a page. */
    private static final String REASON = "org.meridian.core.auth.Reason";

    /** Request property that is there if a cookie came. */
    private static final String COOKIE = "org.meridian.core.auth.Cookie";

    private static final Authenticator.Holder NOBODY = new Authenticator.Holder(Subject.ANONYMOUS, Optional.empty());

    private final Authenticator authenticator;
    private final Audit audit;
    private final BaseUrl base;
    private final Visits visits;
    private final Services services;

    /**
     * Which credentials services ask for, by the first segment of their paths.
     *
     * @param scopes what a token for a service must be good for; services that are not named take any
     * @param closed services that answer nobody who has not signed in, but for their capabilities and whether they are available
     * @param pages paths, with all that is below them, by which to sign in again: with the cookie of a session that has ended
     *     clients are anonymous there
     * @param links services of links that are secrets themselves: whoever comes there is anonymous, and what he sends to show who
     *     he is, is for the link alone
     * @param files services whose addresses have names of files in them, in which ';' is a letter like others
     */
    public record Services(
            Map<String, Scope> scopes, Set<String> closed, Set<String> pages, Set<String> links, Set<String> files) {
        public Services {
            scopes = Map.copyOf(scopes);
            closed = Set.copyOf(closed);
            pages = Set.copyOf(pages);
            links = Set.copyOf(links);
            files = Set.copyOf(files);
        }

        private boolean isLink(String path) {
            return links.contains(service(path));
        }

        private boolean hasFileNames(String path) {
            return files.contains(service(path));
        }

        private boolean isPage(String path) {
            return pages.stream().anyMatch(page -> path.equals(page) || !page.isEmpty() && path.startsWith(page + "/"));
        }
    }

    /**
     * A filter for all services.
     *
     * @param audit where refusals are noted
     * @param base where clients find the gateway
     */
    public AuthenticationFilter(Authenticator authenticator, Audit audit, BaseUrl base, Services services) {
        this.authenticator = authenticator;
        this.audit = audit;
        this.base = base;
        this.visits = new Visits(base);
        this.services = services;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals("OPTIONS")) {
            // A browser asks before it sends credentials.
            return;
        }
        if (request.getUriInfo().getRequestUri().getRawPath().indexOf(';') >= 0
                && !services.hasFileNames(request.getUriInfo().getPath(false))) {
            // Who looks for a resource leaves them out; who looks for a service's rule would not.
            UsageFault fault = new UsageFault("addresses here have no parameters in their paths: leave out ';' and"
                    + " what follows it up to the next '/'");
            note(request, Optional.empty(), fault.message());
            request.abortWith(refusal("", fault));
            return;
        }
        Optional<Subject> known = Optional.empty();
        try {
            Authenticator.Holder holder = services.isLink(request.getUriInfo().getPath()) ? NOBODY : holder(request);
            known = Optional.of(holder.subject());
            holder.keeper().ifPresent(keeper -> visits.sameOrigin().require(request, keeper));
            request.setProperty(Subject.PROPERTY, holder.subject());
            admit(holder.subject(), request.getUriInfo().getPath());
        } catch (AuthenticationFault | AuthorizationFault fault) {
            note(request, known.flatMap(Subject::name), fault.message());
            request.abortWith(refusal(request.getUriInfo().getPath(), fault));
        }
    }

    private void note(ContainerRequestContext request, Optional<String> account, String why) {
        request.setProperty(NOTED, true);
        String what = request.getMethod() + " /" + request.getUriInfo().getPath() + ": " + why;
        audit.note(new AuditEvent(
                AuditEvent.Action.REFUSED, account, Caller.address(request), Secret.redacted(what.strip())));
    }

    private Authenticator.Holder holder(ContainerRequestContext request) {
        Optional<String> authorization = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (authorization.isPresent()) {
            return new Authenticator.Holder(authenticator.subject(authorization), Optional.empty());
        }
        try {
            Optional<String> cookie = visits.cookie().read(request);
            cookie.ifPresent(present -> request.setProperty(COOKIE, true));
            return cookie.map(authenticator::session).orElse(NOBODY);
        } catch (AuthenticationFault spent) {
            request.setProperty(SPENT, true);
            if (services.isPage(request.getUriInfo().getPath())) {
                return NOBODY;
            }
            throw spent;
        }
    }

    private void admit(Subject subject, String path) {
        String service = service(path);
        if (path.equals(service + "/capabilities") || path.equals(service + "/availability")) {
            // Both are for everybody (VOSI 1.1, section 2).
            return;
        }
        if (subject.isAnonymous()) {
            if (services.closed.contains(service)) {
                throw new AuthenticationFault("this service is for users who have signed in");
            }
            return;
        }
        Optional.ofNullable(services.scopes.get(service))
                .filter(scope -> !subject.scopes().contains(scope))
                .ifPresent(scope -> {
                    throw new AuthorizationFault("the token is not good for this service: it lacks the scope '"
                            + scope.text() + "'; make one that has it at /auth/tokens");
                });
    }

    private static String service(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static Response refusal(String path, DaliFault fault) {
        Response.ResponseBuilder answer = Response.status(fault.httpStatus());
        if (path.matches("tap/(sync|async)(/.*)?|datalink/links|(sia[12]|scs)/(.*/)?query")) {
            ErrorDocument document = ErrorDocument.of(fault, ResponseFormat.votable(), List.of());
            return answer.header(HttpHeaders.CONTENT_TYPE, document.contentType())
                    .entity(document.body())
                    .build();
        }
        return answer.type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(fault.message() + "\n")
                .build();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (services.isLink(request.getUriInfo().getPath())) {
            return;
        }
        MultivaluedMap<String, Object> headers = response.getHeaders();
        Subject subject = Caller.subject(request);
        noteRefusal(request, subject, response);
        subject.name().ifPresent(name -> headers.putSingle("X-VO-Authenticated", name));
        boolean asks = request.getUriInfo().getPath().endsWith("/capabilities") || response.getStatus() == 403;
        boolean unknown = response.getStatus() == 401;
        if (unknown || asks && subject.isAnonymous()) {
            SecurityMethod.ivoaChallenges(base.url(request.getUriInfo().getBaseUri(), ""))
                    .forEach(challenge -> headers.add(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        if (unknown) {
            SecurityMethod.httpChallenges(wantsPage(request))
                    .forEach(challenge -> headers.add(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        if (request.getProperty(SPENT) != null && !headers.containsKey(HttpHeaders.SET_COOKIE)) {
            headers.putSingle(HttpHeaders.SET_COOKIE, visits.cookie().clear(request));
        }
        boolean personal = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null
                || request.getProperty(COOKIE) != null
                || headers.containsKey(HttpHeaders.SET_COOKIE);
        if (personal) {
            headers.putIfAbsent(HttpHeaders.CACHE_CONTROL, List.of("private, no-store"));
        }
    }

    /** Whoever tries what he may not is accounted for; services note by themselves what they refuse. */
    private void noteRefusal(ContainerRequestContext request, Subject subject, ContainerResponseContext response) {
        boolean known = response.getStatus() == 403 && !subject.isAnonymous();
        if (known
                && request.getProperty(NOTED) == null
                && !services.scopes.containsKey(service(request.getUriInfo().getPath()))) {
            boolean plain = MediaType.TEXT_PLAIN_TYPE.isCompatible(response.getMediaType());
            Object reason =
                    request.getProperty(REASON) instanceof String said ? said : plain ? response.getEntity() : null;
            note(request, subject.name(), reason instanceof String why ? why : "not allowed");
        }
    }

    /** To be called by pages that say why something was refused, so that the audit log says it, too. */
    public static void refused(ContainerRequestContext request, DaliFault fault) {
        request.setProperty(REASON, fault.message());
    }

    private static boolean wantsPage(ContainerRequestContext request) {
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }
}
