// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rights;

import org.meridian.workspace.node.Size;

/**
 * How much room accounts have for which nobody has set a limit of their own. Immutable.
 *
 * @param user of each user
 * @param team of each team
 */
public record Allowance(Size user, Size team) {

    /** As much as there is. */
    public static final Allowance UNLIMITED = new Allowance(Size.UNLIMITED, Size.UNLIMITED);

    /** That of an account. */
    public Size of(Account account) {
        return switch (account.kind()) {
            case USER -> user;
            case TEAM -> team;
        };
    }
}
