// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * How large a picture is: one of a few sizes, so that not every number makes another. Immutable.
 *
 * @param pixels of its longer side
 */
public record PictureSize(int pixels) {

    private static final List<Integer> SIZES = List.of(64, 128, 256, 512, 1024, 2048);

    private static final PictureSize DEFAULT = new PictureSize(512);

    /**
     * The largest size that is no larger than what was asked for.
     *
     * @param text the number of pixels; empty for the usual size
     * @throws UsageFault if it is no number of pixels
     */
    public static PictureSize of(Optional<String> text) {
        if (text.isEmpty()) {
            return DEFAULT;
        }
        if (!text.get().matches("[0-9]{2,6}") || Integer.parseInt(text.get()) < SIZES.getFirst()) {
            throw new UsageFault("size is the number of pixels of the longer side, " + SIZES.getFirst() + " or more");
        }
        int wanted = Integer.parseInt(text.get());
        return new PictureSize(SIZES.reversed().stream()
                .filter(size -> size <= wanted)
                .findFirst()
                .orElseThrow());
    }
}
