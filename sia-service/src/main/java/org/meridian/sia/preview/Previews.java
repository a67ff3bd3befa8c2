// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.picture.SkyMap;
import org.meridian.core.place.ArchivePlace;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.sia.archive.ArchiveFile;
import org.meridian.sia.archive.ArchiveFiles;
import org.meridian.sia.archive.Composites;
import org.meridian.sia.archive.Reading;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.obscore.Composite;
import org.meridian.sia.preview.PictureCache.Picture;

/**
 * Pictures of the archive's files, for those who may read the files, and of what its collections cover. Each is made once, and a few
 * at a time. Thread-safe.
 *
 * @param reading who may read what
 * @param files opens them
 * @param coverages what everybody may know of collections
 * @param composites pictures in colour
 * @param maker of pictures
 * @param cache where they are kept
 * @param places for those that are being made
 */
public record Previews(
        Reading reading,
        ArchiveFiles files,
        Coverages coverages,
        Composites composites,
        PictureMaker maker,
        PictureCache cache,
        WorkPlaces places) {

    /** Another for pictures that look otherwise. */
    private static final String VERSION = "2";

    /**
     * The picture of a file.
     *
     * @param style of images; other pictures look as they do
     * @return its channel is closed by the caller
     * @throws DaliFault as {@link Reading#holder}, or 404 if there is nothing to be seen in it
     * @throws IOException if the disk or the database fails
     */
    public Picture of(ArchivePlace place, PictureSize size, PictureStyle style, Visitor visitor) throws IOException {
        reading.holder(place, visitor);
        String tag;
        try (ArchiveFile file = files.open(place, visitor)) {
            tag = file.tag();
        }
        String key =
                String.join("\n", VERSION, place.collection(), place.path(), tag, "" + size.pixels(), style.toString());
        String name = place.path().substring(place.path().lastIndexOf('/') + 1);
        Spender spender = Spender.of(visitor.subject(), visitor.address());
        return picture(
                key,
                spender.account(),
                () -> maker.make(
                        () -> files.open(place, visitor), name, size.pixels(), style, spender.limitedAccount()));
    }

    /**
     * A picture in colour.
     *
     * @return its channel is closed by the caller
     * @throws DaliFault as {@link Composites#find}, or 404 if there is nothing to be seen
     * @throws IOException if the disk or the database fails
     */
    public Picture composite(String collection, String name, PictureSize size, Visitor visitor) throws IOException {
        Composite composite = composites.find(collection, name, visitor);
        StringJoiner key = new StringJoiner("\n").add(VERSION).add("colours").add("" + size.pixels());
        List<CompositePicture.Part> parts = new ArrayList<>();
        for (Composite.Part part : composite.parts()) {
            ArchivePlace place = composite.place(part);
            try (ArchiveFile file = files.open(place, visitor)) {
                key.add(collection).add(part.path()).add(part.colour().name()).add(file.tag());
            }
            parts.add(new CompositePicture.Part(part.path(), part.colour(), () -> files.open(place, visitor)));
        }
        String account = Spender.of(visitor.subject(), visitor.address()).account();
        return picture(key.toString(), account, () -> maker.make(parts, size.pixels()));
    }

    /** Who waits for what another makes has a place, too. */
    private Picture picture(String key, String account, PictureCache.Maker toMake) throws IOException {
        Optional<Picture> made = cache.made(key);
        if (made.isPresent()) {
            return made.get();
        }
        try (WorkPlaces.Place work = places.take(account)) {
            return cache.get(key, toMake);
        }
    }

    /**
     * What a collection covers, on a map of the whole sky.
     *
     * @throws NotFoundFault if nobody knows of such a collection
     */
    public Picture coverage(String collection, PictureSize size, Visitor visitor) throws IOException {
        Coverage coverage =
                coverages.of(collection).orElseThrow(() -> new NotFoundFault("there is no such collection"));
        String key = String.join("\n", VERSION, "coverage", coverage.moc().toAscii(), "" + size.pixels());
        String account = Spender.of(visitor.subject(), visitor.address()).account();
        return picture(key, account, () -> {
            SkyMap map = new SkyMap(size.pixels(), SkyMap.Projection.AIT, 0);
            map.cover(coverage.moc());
            map.net();
            return map.png();
        });
    }
}
