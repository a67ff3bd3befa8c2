// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.query;

import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientWatch;

/**
 * A client for whom rows are asked for, and on whose account. Immutable.
 *
 * @param subject who it is
 * @param address from where: an IP address; empty on the gateway's own machine
 * @param watch tells when it is gone: the query is then cancelled, or leaves its queue
 */
public record Asker(Subject subject, Optional<String> address, ClientWatch watch) {}
