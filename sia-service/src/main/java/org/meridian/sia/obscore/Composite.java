// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.List;
import java.util.stream.Collectors;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.obscore.CompositePart.Colour;

/**
 * A picture in colour of several images of a collection. Immutable.
 *
 * @param collection to which all belong
 * @param name of the picture
 * @param parts red ones first, then green, then blue ones; those of a colour by path
 */
public record Composite(String collection, String name, List<Part> parts) {

    public Composite {
        parts = List.copyOf(parts);
    }

    /**
     * An image in it.
     *
     * @param publisherDid identity of the dataset
     * @param path of its file, below the folder of the collection
     * @param colour in which it is shown
     * @param band name of its band
     */
    public record Part(String publisherDid, String path, Colour colour, String band) {}

    /** Whether there are images of two colours at least. */
    public boolean isColoured() {
        return parts.stream().map(Part::colour).distinct().count() > 1;
    }

    /** The file of a part. */
    public ArchivePlace place(Part part) {
        return new ArchivePlace(collection, part.path);
    }

    /** Its bands in words, such as {@code i, r, g}. */
    public String bands() {
        return parts.stream().map(Part::band).distinct().collect(Collectors.joining(", "));
    }
}
