// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.SpectralAxis;
import org.meridian.core.sky.wcs.TimeAxis;
import org.meridian.core.sky.wcs.TimeScale;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;
import org.meridian.core.sky.wcs.WorldAxis;
import org.meridian.sia.soda.Selection.Pixels;
import org.meridian.sia.soda.Selection.Stencil;

/**
 * Which pixels of which images of a file are cut out. Immutable.
 *
 * @param cuts in the order of the file; none if nothing of the file is in what is asked for
 */
record CutoutPlan(List<Cut> cuts) {

    /** Values of TREFPOS for times as an observer's clock has them (FITS 4.0, table 31). */
    private static final Set<String> TOPOCENTRES =
            Set.of("TOPOCENTER", "TOPOCENT", "GEOCENTER", "GEOCENTR", "RELOCATABLE");

    CutoutPlan {
        cuts = List.copyOf(cuts);
    }

    /**
     * A box of an image.
     *
     * @param remarks on how it was found, for the history
     */
    record Cut(Hdu image, PixelBox box, List<String> remarks) {

        Cut {
            remarks = List.copyOf(remarks);
        }

        Cut(Hdu image, PixelBox box) {
            this(image, box, List.of());
        }

        long bytes() {
            long pixels = box.pixels();
            int size = Math.abs(image.bitpix()) / Byte.SIZE;
            return pixels > Long.MAX_VALUE / size ? Long.MAX_VALUE : pixels * size;
        }
    }

    /** Bytes of all of its pixels. */
    long bytes() {
        try {
            return cuts.stream().mapToLong(Cut::bytes).reduce(0, Math::addExact);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * The plan for a file.
     *
     * @param check called every now and then; what it throws ends the search
     * @throws UsageFault if no image of the file has what the selection chooses by
     */
    static CutoutPlan of(List<Hdu> hdus, Selection selection, Runnable check) {
        return switch (selection) {
            case Pixels pixels -> ofPixels(hdus, pixels);
            case Stencil stencil -> ofStencil(hdus, stencil, check);
        };
    }

    private static CutoutPlan ofPixels(List<Hdu> hdus, Pixels pixels) {
        List<Cut> cuts = new ArrayList<>();
        for (PixelSection section : pixels.sections()) {
            Hdu hdu = section.hdu(hdus);
            section.box(hdu).ifPresent(box -> cuts.add(new Cut(hdu, box)));
        }
        return new CutoutPlan(cuts);
    }

    private static CutoutPlan ofStencil(List<Hdu> hdus, Stencil stencil, Runnable check) {
        List<Cut> cuts = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        boolean chosen = false;
        for (Hdu hdu : hdus) {
            if (hdu.naxis().isEmpty()) {
                continue;
            }
            check.run();
            try {
                ImageAxes axes = new ImageAxes(hdu, coordinates(hdu), check);
                axes.box(stencil).ifPresent(box -> cuts.add(new Cut(hdu, box, axes.remarks(stencil))));
                chosen = true;
            } catch (WcsException | UsageFault e) {
                reasons.add("HDU " + hdu.index() + ": " + e.getMessage());
            }
        }
        if (!chosen) {
            throw new UsageFault(
                    reasons.isEmpty()
                            ? "the dataset has no image: there is nothing to cut"
                            : "there is nothing to choose by in the images of the dataset: "
                                    + String.join("; ", reasons.subList(0, Math.min(3, reasons.size()))));
        }
        return new CutoutPlan(cuts);
    }

    /** The coordinates of an image: the primary ones, or the first of the others. */
    private static Optional<Wcs> coordinates(Hdu hdu) {
        Keywords keywords = hdu.imageHeader().keywords();
        List<String> versions = Wcs.versions(keywords);
        return versions.isEmpty() ? Optional.empty() : Wcs.read(keywords, versions.getFirst());
    }

    /** An image, and what its axes mean. */
    private record ImageAxes(Hdu hdu, Optional<Wcs> wcs, Runnable check) {

        Optional<PixelBox> box(Stencil stencil) {
            List<Long> naxis = hdu.naxis();
            PixelRange[] ranges = naxis.stream().map(PixelRange::whole).toArray(PixelRange[]::new);
            boolean overlaps = true;
            if (stencil.region().isPresent()) {
                SkyWcs sky = wcs.flatMap(Wcs::sky)
                        .orElseThrow(() -> new UsageFault("it has no coordinates on the sky that are known"));
                int x = sky.firstAxis();
                int y = sky.secondAxis();
                Optional<RegionPixels.Found> found =
                        RegionPixels.of(stencil.region().get(), sky, length(x), length(y));
                overlaps = found.isPresent();
                if (overlaps) {
                    set(ranges, x, found.get().x());
                    set(ranges, y, found.get().y());
                }
            }
            overlaps &= stencil.bandM().isEmpty()
                    || cut(
                            ranges,
                            axis("wavelengths", Wcs::spectral),
                            stencilAxis -> stencilAxis.within(
                                    stencil.bandM().get(),
                                    value -> ((SpectralAxis) world(stencilAxis)).vacuumM(value)));
            overlaps &= stencil.timeMjd().isEmpty()
                    || cut(
                            ranges,
                            axis("times", Wcs::time),
                            stencilAxis -> stencilAxis.within(
                                    stencil.timeMjd().get(), value -> ((TimeAxis) world(stencilAxis)).mjdUtc(value)));
            overlaps &= stencil.polarizations().isEmpty()
                    || cut(
                            ranges,
                            axis("polarizations", Wcs::stokes),
                            stencilAxis -> stencilAxis.with(stencil.polarizations()));
            return overlaps ? Optional.of(new PixelBox(Arrays.asList(ranges))) : Optional.empty();
        }

        /** What was not converted (SODA 1.0, sections 3.3.4 and 3.3.5: barycentric wavelengths, and UTC). */
        List<String> remarks(Stencil stencil) {
            List<String> remarks = new ArrayList<>();
            wcs.map(Wcs::axes).orElse(List.of()).forEach(axis -> {
                if (axis instanceof SpectralAxis spectral && stencil.bandM().isPresent()) {
                    String frame = spectral.frame().orElse("which is not told");
                    if (!frame.equals("BARYCENT")) {
                        remarks.add("BAND was compared in the standard of rest of the axis, " + frame);
                    }
                } else if (axis instanceof TimeAxis time && stencil.timeMjd().isPresent()) {
                    if (!TimeScale.isKnown(time.scale())) {
                        remarks.add("TIME was compared in the time scale of the axis, " + time.scale());
                    }
                    hdu.imageHeader()
                            .text("TREFPOS")
                            .filter(place -> !TOPOCENTRES.contains(place.strip().toUpperCase(Locale.ROOT)))
                            .ifPresent(place -> remarks.add("TIME was compared with times at " + place.strip()));
                }
            });
            return remarks;
        }

        private long length(int axis) {
            return axis < hdu.naxis().size() ? hdu.naxis().get(axis) : 1;
        }

        private static void set(PixelRange[] ranges, int axis, PixelRange range) {
            if (axis < ranges.length) {
                ranges[axis] = range;
            }
        }

        private WorldAxis world(AxisPixels axis) {
            return axis.wcs().axes().get(axis.world());
        }

        private AxisPixels axis(String what, java.util.function.Function<Wcs, OptionalInt> index) {
            OptionalInt world = wcs.map(index).orElse(OptionalInt.empty());
            if (world.isEmpty()) {
                throw new UsageFault("it has no axis of " + what + " that is known");
            }
            return AxisPixels.of(wcs.orElseThrow(), world.getAsInt(), hdu.naxis(), check);
        }

        private static boolean cut(
                PixelRange[] ranges,
                AxisPixels axis,
                java.util.function.Function<AxisPixels, Optional<PixelRange>> by) {
            Optional<PixelRange> range = by.apply(axis);
            range.ifPresent(found -> ranges[axis.pixelAxis()] = found);
            return range.isPresent();
        }
    }
}
