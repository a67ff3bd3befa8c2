// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.util.Optional;
import org.meridian.core.auth.Subject;

/**
 * Who wants something of the archive. Immutable.
 *
 * @param subject who it is
 * @param address from where: an IP address; empty on the gateway's own machine
 */
public record Visitor(Subject subject, Optional<String> address) {}
