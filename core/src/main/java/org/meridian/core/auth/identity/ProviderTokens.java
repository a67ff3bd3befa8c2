// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.AuthenticationFault;

/** Access tokens that OpenID providers have given to programs. Implementations are thread-safe. */
@FunctionalInterface
public interface ProviderTokens {

    /** No provider's tokens are taken. */
    ProviderTokens NONE = token -> {
        throw new AuthenticationFault("the token is not one of this service's");
    };

    /**
     * Whose token it is.
     *
     * @param token as it came
     * @throws AuthenticationFault if it is not good here
     */
    Subject subject(String token);
}
