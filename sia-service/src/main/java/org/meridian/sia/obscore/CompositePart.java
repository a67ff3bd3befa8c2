// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

/**
 * What an image is in a picture in colour. Immutable.
 *
 * @param name of the picture: the same for all of its parts in a collection
 * @param colour in which it is shown
 * @param band name of its band, for people
 */
public record CompositePart(String name, Colour colour, String band) {

    /** Colours of a picture, in the order in which they are named. */
    public enum Colour {
        RED,
        GREEN,
        BLUE
    }
}
