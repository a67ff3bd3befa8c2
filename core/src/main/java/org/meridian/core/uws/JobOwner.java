// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.Optional;
import org.meridian.core.auth.Subject;

/**
 * Whose job it is (UWS 1.1, section 2.1.8). Immutable.
 *
 * @param user name of the user; empty for an anonymous one
 * @param address network address from which the job was or is asked for
 */
public record JobOwner(Optional<String> user, String address) {

    /** Whoever asks now. */
    public static JobOwner of(Subject subject, String address) {
        return new JobOwner(subject.name(), address);
    }

    /** Under which name jobs are counted, listed and take turns: the user's, or that of the address of an anonymous one. */
    public String account() {
        return user.map(name -> "user:" + name).orElse("address:" + address);
    }
}
