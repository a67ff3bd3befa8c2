// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.ExamplesDocument.Example;
import org.meridian.core.dali.ExamplesDocument.Parameter;
import org.meridian.sia.archive.Holding;
import org.meridian.sia.archive.Holdings;
import org.meridian.sia.obscore.Domain;

/**
 * Examples made of what is in the archive, so that they always run (DALI 1.1, section 2.3). Thread-safe.
 *
 * @param holdings what may be known
 * @param clock by which datasets become public
 */
public record CutoutExamples(Holdings holdings, InstantSource clock) {

    private static final String CAPABILITY = "ivo://ivoa.net/std/SODA#sync-1.0";

    /** Datasets of a type among which one is looked for that can be read. */
    private static final int LOOKED_AT = 20;

    /**
     * Those for somebody; none where there is nothing he may read.
     *
     * @throws IOException if the database fails
     */
    public List<Example> of(Subject who) throws IOException {
        List<Example> examples = new ArrayList<>();
        Optional<Holding> image = first("image", who);
        Optional<Domain.Circle> circle =
                image.flatMap(holding -> holding.domain().circle());
        if (circle.isPresent()) {
            Parameter id = id(image.get());
            Parameter part = new Parameter("CIRCLE", part(circle.get()));
            examples.add(example(
                    "Part of an image",
                    "The pixels that touch a circle (ICRS, degrees), with their coordinates.",
                    id,
                    part));
            examples.add(example(
                    "Part of an image, compressed",
                    "The same as FITS in packed tiles, without loss.",
                    id,
                    part,
                    new Parameter("RESPONSEFORMAT", CutoutFormat.TILED_FITS.mediaType())));
            examples.add(example(
                    "Picture of a part",
                    "The same for looking at.",
                    id,
                    part,
                    new Parameter("RESPONSEFORMAT", CutoutFormat.PNG.mediaType()),
                    new Parameter("STRETCH", "asinh"),
                    new Parameter("COLORMAP", "viridis")));
            examples.add(example(
                    "Headers of a dataset", "The headers of all HDUs as text.", id, new Parameter("META", "true")));
        }
        Optional<Holding> cube = first("cube", who);
        cube.flatMap(holding -> holding.domain().bandM())
                .ifPresent(band -> examples.add(example(
                        "Some channels of a cube",
                        "Those in an interval of wavelengths (metres, in vacuum).",
                        id(cube.get()),
                        new Parameter("BAND", middle(band)))));
        return examples;
    }

    private Optional<Holding> first(String productType, Subject who) throws IOException {
        return holdings.some(productType, LOOKED_AT, who).stream()
                .filter(holding -> holding.dataset().isReadableBy(who, clock.instant()))
                .filter(holding -> !holding.domain().isEmpty())
                .findFirst();
    }

    private static Parameter id(Holding holding) {
        return new Parameter("ID", holding.dataset().publisherDid());
    }

    private static String part(Domain.Circle whole) {
        return String.format(
                Locale.ROOT, "%.6f %.6f %.6f", whole.raDeg(), whole.decDeg(), Math.max(1e-6, whole.radiusDeg() / 10));
    }

    private static String middle(Domain.Interval band) {
        double third = (band.max() - band.min()) / 3;
        return (band.min() + third) + " " + (band.max() - third);
    }

    private static Example example(String name, String description, Parameter... parameters) {
        return new Example(name, description, Optional.of(CAPABILITY), List.of(parameters));
    }
}
