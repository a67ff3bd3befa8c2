// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.team.Actor;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.http.ClientAddress;

/** Who a request comes from, as {@link AuthenticationFilter} has left it. */
public final class Caller {

    private Caller() {}

    /** Who asks. */
    public static Subject subject(ContainerRequestContext request) {
        return request.getProperty(Subject.PROPERTY) instanceof Subject subject ? subject : Subject.ANONYMOUS;
    }

    /** The IP address he asks from; empty on this machine. */
    public static Optional<String> address(ContainerRequestContext request) {
        return request.getProperty(ClientAddress.PROPERTY) instanceof String address
                ? Optional.of(address)
                : Optional.empty();
    }

    /**
     * The name of a user who has signed in himself.
     *
     * @throws AuthenticationFault if nobody knows who it is
     * @throws AuthorizationFault if he came with a token that he made for something else
     */
    public static String signedIn(ContainerRequestContext request) {
        Subject subject = subject(request);
        String name = subject.name()
                .orElseThrow(() -> new AuthenticationFault(
                        "sign in first: with a browser at /sign-in; with a program POST /auth/login with"
                                + " username and password, then send the token of its header x-vo-bearer"));
        if (subject.credential() != Subject.Credential.LOGIN) {
            throw new AuthorizationFault(
                    "a token does not give access to the account itself: sign in at /sign-in or with POST /auth/login");
        }
        return name;
    }

    /**
     * The name of a user who has signed in himself, or who came with a token that he made for this, or for administration.
     *
     * @throws AuthenticationFault if nobody knows who it is
     * @throws AuthorizationFault if he came with a token that lacks the scope
     */
    public static String withScope(ContainerRequestContext request, Scope scope) {
        Subject subject = subject(request);
        boolean made = subject.scopes().contains(scope) || subject.scopes().contains(Scope.ADMIN);
        if (made && subject.name().isPresent()) {
            return subject.name().get();
        }
        try {
            return signedIn(request);
        } catch (AuthorizationFault fault) {
            throw new AuthorizationFault("the token lacks the scope '" + scope.text() + "': " + fault.message());
        }
    }

    /**
     * Whoever does something with teams: a user who has signed in himself, or who came with a token that he made for this; an
     * administrator by a token that is good for administration.
     *
     * @throws AuthenticationFault if nobody knows who it is
     * @throws AuthorizationFault if he came with another token
     */
    public static Actor actor(ContainerRequestContext request) {
        String name = withScope(request, Scope.TEAMS);
        return new Actor(name, subject(request).scopes().contains(Scope.ADMIN), address(request));
    }

    /**
     * The name of an administrator who came with a token that is good for administration.
     *
     * @throws AuthenticationFault if nobody knows who it is
     * @throws AuthorizationFault if he is none, or came with something else
     */
    static String administrator(ContainerRequestContext request) {
        Subject subject = subject(request);
        String name = subject.name()
                .orElseThrow(() -> new AuthenticationFault("this is for administrators: send a token with the scope"
                        + " 'admin', which the operator makes with ./meridian token create"));
        if (!subject.scopes().contains(Scope.ADMIN)) {
            throw new AuthorizationFault(
                    "this needs an administrator's token with the scope 'admin', which the operator"
                            + " makes with ./meridian token create");
        }
        return name;
    }
}
