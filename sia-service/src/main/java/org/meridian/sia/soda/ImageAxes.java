// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.SpectralAxis;
import org.meridian.core.sky.wcs.TimeAxis;
import org.meridian.core.sky.wcs.TimeScale;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WorldAxis;
import org.meridian.sia.soda.Selection.Stencil;
import org.meridian.sia.table.Dispersion;

/** An image, and what its axes mean. */
record ImageAxes(Hdu hdu, Optional<Wcs> wcs, Runnable check) {

    /** Values of TREFPOS for times as an observer's clock has them (FITS 4.0, table 31). */
    private static final Set<String> TOPOCENTRES =
            Set.of("TOPOCENTER", "TOPOCENT", "GEOCENTER", "GEOCENTR", "RELOCATABLE");

    static ImageAxes of(Hdu hdu, Runnable check) {
        return new ImageAxes(hdu, coordinates(hdu), check);
    }

    /** The coordinates of an image: the primary ones, or the first of the others. */
    private static Optional<Wcs> coordinates(Hdu hdu) {
        Keywords keywords = hdu.imageHeader().keywords();
        List<String> versions = Wcs.versions(keywords);
        return versions.isEmpty() ? Optional.empty() : Wcs.read(keywords, versions.getFirst());
    }

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
                        wavelengths(),
                        stencilAxis -> stencilAxis.within(
                                stencil.bandM().get(), value -> ((SpectralAxis) world(stencilAxis)).vacuumM(value)));
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

    /** Along the axis of FITS paper III, else along the first, as spectrographs wrote it before. */
    private AxisPixels wavelengths() {
        return wcs.filter(found -> found.spectral().isPresent())
                .or(() -> Dispersion.wcs(hdu.imageHeader()))
                .map(found -> AxisPixels.of(found, found.spectral().orElseThrow(), hdu.naxis(), check))
                .orElseThrow(() -> new UsageFault("it has no axis of wavelengths that is known"));
    }

    private AxisPixels axis(String what, Function<Wcs, OptionalInt> index) {
        OptionalInt world = wcs.map(index).orElse(OptionalInt.empty());
        if (world.isEmpty()) {
            throw new UsageFault("it has no axis of " + what + " that is known");
        }
        return AxisPixels.of(wcs.orElseThrow(), world.getAsInt(), hdu.naxis(), check);
    }

    private static boolean cut(PixelRange[] ranges, AxisPixels axis, Function<AxisPixels, Optional<PixelRange>> by) {
        Optional<PixelRange> range = by.apply(axis);
        range.ifPresent(found -> ranges[axis.pixelAxis()] = found);
        return range.isPresent();
    }
}
