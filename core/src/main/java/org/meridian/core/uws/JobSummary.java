// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.time.Instant;
import java.util.Optional;

/**
 * A job in a list (UWS 1.1, section 2.2.2.1). Immutable.
 *
 * @param id its name
 * @param user who owns it; empty for an anonymous one
 * @param phase where it stands
 * @param created when it was created
 * @param runId what the client calls it; empty if nothing
 */
public record JobSummary(JobId id, Optional<String> user, Phase phase, Instant created, Optional<String> runId) {}
