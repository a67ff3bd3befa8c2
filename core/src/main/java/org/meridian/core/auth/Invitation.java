// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Instant;

/**
 * A link by which users join a team as members, as far as it is kept: without its secret. Immutable.
 *
 * @param id by which it is revoked
 * @param team name of the team
 * @param inviter who made it
 * @param usesLeft how many may still join by it
 * @param created when it was made
 * @param expires when it ends
 */
public record Invitation(long id, String team, String inviter, int usesLeft, Instant created, Instant expires) {}
