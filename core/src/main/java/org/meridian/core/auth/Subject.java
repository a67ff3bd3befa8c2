// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.util.Optional;
import java.util.Set;

/**
 * Who asks. Immutable.
 *
 * @param name user name; empty for an anonymous caller
 * @param groups groups the user is known to be in
 * @param scopes what the credential may be used for; without effect for an anonymous caller
 * @param credential how the user has shown who he is
 */
public record Subject(Optional<String> name, Set<String> groups, Set<Scope> scopes, Credential credential) {

    /** Name of the request property under which the gateway leaves the subject. */
    public static final String PROPERTY = "org.meridian.core.auth.Subject";

    /** How a caller has shown who he is. */
    public enum Credential {
        /** Not at all. */
        NONE,
        /** He signed in. */
        LOGIN,
        /** By a token that he made for a purpose: it does not give access to his account itself. */
        PERSONAL_TOKEN,
        /** By a token that an OpenID provider gave to a program of his; likewise. */
        PROVIDER_TOKEN,
        /** By the token of a datalab of his; likewise. */
        DATALAB_TOKEN
    }

    /** The caller nobody knows. */
    public static final Subject ANONYMOUS = new Subject(Optional.empty(), Set.of(), Set.of(), Credential.NONE);

    public Subject {
        groups = Set.copyOf(groups);
        scopes = Set.copyOf(scopes);
    }

    /** Whether nobody knows who it is. */
    public boolean isAnonymous() {
        return name.isEmpty();
    }
}
