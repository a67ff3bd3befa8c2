// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.S_CALIB_STATUS;
import static org.meridian.sia.obscore.ObscoreColumn.S_PIXEL_SCALE;
import static org.meridian.sia.obscore.ObscoreColumn.S_RESOLUTION;
import static org.meridian.sia.obscore.ObscoreColumn.S_XEL1;
import static org.meridian.sia.obscore.ObscoreColumn.S_XEL2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.sky.wcs.Footprint;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.SkyCoverage;
import org.meridian.sia.scan.Product.Kind;
import org.meridian.sia.table.PixelList;
import org.meridian.sia.table.SkyColumns;

/**
 * Where a dataset lies on the sky: the footprints of all of its images united, the range of the sky columns of events, the
 * cells of a map, or a position that keywords give.
 */
final class PositionMapper {
    /** Parts of a footprint at most; what more there is, a circle around all of it stands for. */
    private static final int MAX_PARTS = 256;

    private static final double ARCSEC = 3600;
    private static final double MAX_RESOLUTION_ARCSEC = 180 * ARCSEC;

    private final Headers headers;
    private final Product product;
    private final Consumer<String> complaints;

    PositionMapper(Headers headers, Product product, Consumer<String> complaints) {
        this.headers = headers;
        this.product = product;
        this.complaints = complaints;
    }

    /** Writes what is known of positions; reads cells of maps from {@code values}. */
    void map(ObscoreRow row, ColumnValues values) {
        boolean calibration = product.is(Kind.IMAGE) && product.subtype().isPresent();
        Optional<SkyCoverage> coverage = switch (product.kind()) {
            case IMAGE, CUBE -> images(row);
            case HEALPIX -> HealpixCoverage.of(product.main(), values, complaints);
            case EVENT -> events(row);
            case SPECTRUM, TIMESERIES, VISIBILITY, MEASUREMENTS -> images(row).or(this::aperture);
        };
        if (coverage.isPresent()) {
            row.cover(coverage.get());
            row.put(S_CALIB_STATUS, "calibrated");
        } else if (!calibration) {
            Pointing.of(headers).ifPresent(position -> {
                row.cover(SkyCoverage.of(List.of(new Circle(position.lonDeg(), position.latDeg(), 0))));
                row.put(S_CALIB_STATUS, "uncalibrated");
            });
        }
        row.put(S_RESOLUTION, resolution());
        size(row);
    }

    private void size(ObscoreRow row) {
        switch (product.kind()) {
            case IMAGE, CUBE -> {
                row.putIfAbsent(S_XEL1, ProductFinder.length(product.main(), 1));
                row.putIfAbsent(S_XEL2, ProductFinder.length(product.main(), 2));
                headers.number(CardUnit.Kind.ANGLE_ARCSEC, "PIXSCALE", "SECPIX", "SECPIX1", "PIXSCAL1")
                        .ifPresent(scale -> row.putIfAbsent(S_PIXEL_SCALE, scale));
            }
            case SPECTRUM, TIMESERIES -> {
                row.putIfAbsent(S_XEL1, 1L);
                row.putIfAbsent(S_XEL2, 1L);
            }
            case EVENT -> {
                long listed = hasPositions() ? -1 : 1;
                row.putIfAbsent(S_XEL1, listed);
                row.putIfAbsent(S_XEL2, listed);
            }
            case HEALPIX ->
                headers.number("NSIDE")
                        .ifPresent(nside ->
                                row.put(S_PIXEL_SCALE, Math.toDegrees(Math.sqrt(Math.PI / 3) / nside) * ARCSEC));
            case VISIBILITY, MEASUREMENTS -> {
                // They have no axes of pixels.
            }
        }
    }

    private boolean hasPositions() {
        try {
            return SkyColumns.of(List.of(product.main().header())).isPresent();
        } catch (WcsException e) {
            return false;
        }
    }

    /** The spatial resolution in arcsec: of a beam, of a point spread function, or the seeing. */
    private OptionalDouble resolution() {
        OptionalDouble major = headers.number("BMAJ");
        OptionalDouble minor = headers.number("BMIN");
        OptionalDouble beam = major.isPresent()
                ? OptionalDouble.of(Math.sqrt(major.getAsDouble() * minor.orElse(major.getAsDouble())) * ARCSEC)
                : OptionalDouble.empty();
        OptionalDouble given = beam.isPresent()
                ? beam
                : headers.number(
                        CardUnit.Kind.ANGLE_ARCSEC,
                        "PSF_FWHM",
                        "PSFFWHM",
                        "SEEING",
                        "IQ",
                        "FINALIQ",
                        "ESO TEL IA FWHM",
                        "ESO TEL AMBI FWHM START");
        boolean possible = given.isPresent() && given.getAsDouble() > 0 && given.getAsDouble() < MAX_RESOLUTION_ARCSEC;
        return possible ? given : OptionalDouble.empty();
    }

    private Optional<SkyCoverage> images(ObscoreRow row) {
        List<Polygon> outlines = new ArrayList<>();
        List<SkyCoverage> others = new ArrayList<>();
        for (Hdu hdu : product.images()) {
            try {
                Optional<Footprint> footprint = product.coordinates()
                        .read(hdu)
                        .flatMap(Wcs::sky)
                        .map(sky -> sky.footprint(TimeMapper.naxis(hdu)));
                if (footprint.orElse(null) instanceof Footprint.Nothing) {
                    complaints.accept("HDU " + hdu.index() + ": no pixel has a position");
                }
                footprint.ifPresent(each -> collect(each, outlines, others));
            } catch (IllegalArgumentException e) {
                complaints.accept("HDU " + hdu.index() + ": no positions: " + e.getMessage());
            }
        }
        Optional<SkyWcs> main = product.wcs().flatMap(Wcs::sky);
        if (product.is(Kind.IMAGE, Kind.CUBE) && main.isPresent() && !(outlines.isEmpty() && others.isEmpty())) {
            pixels(row, main.get(), outlines);
        }
        return united(outlines, others);
    }

    private static void collect(Footprint footprint, List<Polygon> outlines, List<SkyCoverage> others) {
        switch (footprint) {
            case Footprint.Outline outline -> outlines.add(outline.polygon());
            case Footprint.Cells cells -> others.add(SkyCoverage.of(cells.moc()));
            case Footprint.WholeSky all -> others.add(SkyCoverage.of(Moc.wholeSky(0)));
            case Footprint.Nothing nothing -> {
                // No pixel has a position.
            }
        }
    }

    private static Optional<SkyCoverage> united(List<Polygon> outlines, List<SkyCoverage> others) {
        if (outlines.isEmpty() && others.isEmpty()) {
            return Optional.empty();
        }
        if (others.size() == 1 && outlines.isEmpty()) {
            return Optional.of(others.get(0));
        }
        List<SkyRegion> parts = new ArrayList<>(outlines);
        others.forEach(other -> parts.addAll(other.regions()));
        if (parts.size() <= MAX_PARTS) {
            return Optional.of(SkyCoverage.of(parts));
        }
        SkyCoverage all = new SkyCoverage(parts, Moc.empty(0));
        SkyPoint centre = all.centre();
        return Optional.of(
                SkyCoverage.of(List.of(new Circle(centre.lonDeg(), centre.latDeg(), all.diameterDeg() / 2))));
    }

    /** The size of a pixel, and how many there are from one end of all parts to the other along the axes of the main one. */
    private void pixels(ObscoreRow row, SkyWcs main, List<Polygon> outlines) {
        Hdu hdu = product.main();
        long width = ProductFinder.length(hdu, main.firstAxis() + 1);
        long height = ProductFinder.length(hdu, main.secondAxis() + 1);
        row.put(S_PIXEL_SCALE, main.pixelScaleDeg((width + 1) / 2.0, (height + 1) / 2.0) * ARCSEC);
        row.put(S_XEL1, width);
        row.put(S_XEL2, height);
        if (outlines.size() < 2) {
            return;
        }
        double[] ends = {1, width, 1, height};
        for (Polygon outline : outlines) {
            for (SkyPoint vertex : outline.vertices()) {
                double[] at = {vertex.lonDeg(), vertex.latDeg()};
                main.icrsToPixel(at, at, 1);
                if (Double.isFinite(at[0]) && Double.isFinite(at[1])) {
                    ends[0] = Math.min(ends[0], at[0] + 0.5);
                    ends[1] = Math.max(ends[1], at[0] - 0.5);
                    ends[2] = Math.min(ends[2], at[1] + 0.5);
                    ends[3] = Math.max(ends[3], at[1] - 0.5);
                }
            }
        }
        row.put(S_XEL1, Math.round(ends[1] - ends[0]) + 1);
        row.put(S_XEL2, Math.round(ends[3] - ends[2]) + 1);
    }

    /** The range that two columns of an event list may have, by the world coordinates of columns (FITS 4.0, table 22). */
    private Optional<SkyCoverage> events(ObscoreRow row) {
        FitsHeader header = product.main().header();
        Optional<PixelList> list = PixelList.of(header);
        Optional<Span> x = list.flatMap(columns -> span(header, columns.first()));
        Optional<Span> y = list.flatMap(columns -> span(header, columns.second()));
        if (x.isEmpty() || y.isEmpty() || x.get().pixels < 1 || y.get().pixels < 1) {
            return Optional.empty();
        }
        long[] naxis = {x.get().pixels, y.get().pixels};
        try {
            Optional<SkyWcs> sky = list.flatMap(columns -> columns.sky(x.get().first - 1, y.get().first - 1));
            sky.ifPresent(plane ->
                    row.put(S_PIXEL_SCALE, plane.pixelScaleDeg(naxis[0] / 2.0, naxis[1] / 2.0) * ARCSEC));
            List<Polygon> outlines = new ArrayList<>();
            List<SkyCoverage> others = new ArrayList<>();
            sky.ifPresent(plane -> collect(plane.footprint(naxis), outlines, others));
            return united(outlines, others);
        } catch (WcsException e) {
            complaints.accept("HDU " + product.main().index() + ": no positions of columns: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Pixels of a column of pixel coordinates, and the coordinate of the first. */
    private record Span(double first, long pixels) {}

    private Optional<Span> span(FitsHeader header, int number) {
        OptionalDouble low = header.number("TLMIN" + number);
        OptionalDouble high = header.number("TLMAX" + number);
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        char code = TableColumn.of(product.main()).get(number - 1).code();
        // The edge of the first value is that of the first pixel.
        boolean whole = code == 'I' || code == 'J';
        double first = whole ? low.getAsDouble() : low.getAsDouble() + 0.5;
        return Optional.of(new Span(first, Math.round(high.getAsDouble() - low.getAsDouble() + (whole ? 1 : 0))));
    }

    /** A position with the diameter of the aperture, as spectra of the Spectrum DM give it in degrees. */
    private Optional<SkyCoverage> aperture() {
        OptionalDouble aperture =
                headers.text("VOCLASS").isPresent() ? headers.number("APERTURE") : OptionalDouble.empty();
        if (aperture.isEmpty() || !(aperture.getAsDouble() > 0 && aperture.getAsDouble() < 180)) {
            return Optional.empty();
        }
        return Pointing.of(headers)
                .map(at -> SkyCoverage.of(List.of(new Circle(at.lonDeg(), at.latDeg(), aperture.getAsDouble() / 2))));
    }
}
