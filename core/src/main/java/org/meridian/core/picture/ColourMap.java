// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

/** Colours of shades, from dark to bright: straight between a few of them. */
public enum ColourMap {
    GRAY(0x000000, 0xffffff),
    HEAT(0x000000, 0xff0000, 0xffff00, 0xffffff),
    COOL(0x000000, 0x0000ff, 0x00ffff, 0xffffff),
    /** As matplotlib has it: even for all eyes. */
    VIRIDIS(0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725),
    /** Likewise, beginning with black. */
    INFERNO(0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4);

    private final int[] anchors;

    ColourMap(int... anchors) {
        this.anchors = anchors;
    }

    /** The colour of a shade from 0 to 1, as {@code 0xRRGGBB}. */
    public int rgb(double shade) {
        double place = Math.clamp(shade, 0, 1) * (anchors.length - 1);
        int below = (int) Math.min(place, anchors.length - 2);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = anchors[below] >> shift & 0xff;
            int to = anchors[below + 1] >> shift & 0xff;
            colour |= (int) Math.round(from + (place - below) * (to - from)) << shift;
        }
        return colour;
    }
}
