// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.util.Optional;
import org.meridian.core.http.FileBody;

/**
 * A result as it is served. Immutable.
 *
 * @param body its bytes
 * @param status how it ended, such as {@code OVERFLOW}; empty if nothing was said of it
 * @param reference URI of a result that is elsewhere, which has no bytes here
 */
public record KeptResult(FileBody body, Optional<String> status, Optional<String> reference) {}
