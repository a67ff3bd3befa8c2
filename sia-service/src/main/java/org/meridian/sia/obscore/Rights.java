// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Who may read a dataset, and know of it.
 *
 * @param ownerGroup whose members may before it is released; empty for nobody
 * @param released from when on everybody may (UTC); empty for never
 * @param shown whether everybody is told of it before
 */
public record Rights(Optional<String> ownerGroup, Optional<LocalDateTime> released, boolean shown) {
    /** The begin of times of which everybody may know. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1970, 1, 1, 0, 0);

    /** From when on everybody may know of it; empty for never. */
    public Optional<LocalDateTime> shownFrom() {
        return shown ? Optional.of(ALWAYS) : released;
    }

    /** {@code data_rights} (ObsCore 1.1, section B.4.4) at a time. */
    public String dataRights(LocalDateTime now) {
        return released.filter(time -> !time.isAfter(now)).isPresent() ? "public" : "proprietary";
    }
}
