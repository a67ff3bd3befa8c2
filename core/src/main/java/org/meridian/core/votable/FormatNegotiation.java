// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.Optional;

/** Reads RESPONSEFORMAT and Accept. */
final class FormatNegotiation {
    private FormatNegotiation() {}

    static ResponseFormat negotiate(Optional<String> responseFormat, Optional<String> accept) {
        throw new UnsupportedOperationException("next commit " + responseFormat + accept);
    }
}
