// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.sia.scan.Product.Kind;
import org.meridian.sia.table.Dispersion;
import org.meridian.sia.table.HealpixTable;
import org.meridian.sia.table.SkyColumns;
import org.meridian.sia.table.SpectralColumn;
import org.meridian.sia.table.TimeColumn;

/**
 * Tells by its HDUs what a file holds. An image in the primary HDU is what the file is about; else tables whose names or
 * columns are those of events, maps, light curves or spectra come before images, which may be thumbnails and apertures.
 */
final class ProductFinder {
    /** Images that say something of the pixels of others. */
    private static final Pattern COMPANION = Pattern.compile(
            "(ERR|DQ|CON|WHT|CTX|VAR|MASK|SAMP|TIME|IVAR|SIGMA|UNCERT|BPM|WEIGHT|FLAGS?|VAR_.*|ERR_.*|.*_ERR|.*MASK|AREA)");

    private static final Pattern FLUX_COLUMN = Pattern.compile(
            "(.*FLUX.*|FLUX?|RATE\\d?|COUNTS?|.*MAG|INTENSITY|SPEC|STOKES|SURF_BRIGHT|EFF_WIDTH|DATA|RV)");
    private static final Set<String> CALIBRATION =
            Set.of("BIAS", "DARK", "FLAT", "ZERO", "ARC", "LAMP", "COMP", "DOME", "SKYFLAT", "WAVE");
    private static final List<String> FRAME_KEYWORDS =
            List.of("IMAGETYP", "OBSTYPE", "ESO DPR TYPE", "FLAVOR", "FRAMETYP");

    private static final String[] NO_WORDS = {};

    private final List<Hdu> hdus;
    private final HduWcs coordinates = new HduWcs();

    ProductFinder(List<Hdu> hdus) {
        this.hdus = hdus;
    }

    /** What the file holds; empty if nothing is known of it. */
    Optional<Product> find() {
        Optional<Product> images = images();
        if (images.isPresent() && images.get().main().index() == 0) {
            return images;
        }
        return hdus.stream()
                .map(this::ofTable)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> images)
                .or(this::catalogue);
    }

    /** The product that a rule names, in the HDU that would be found, or else in the first with data. */
    Optional<Product> findAs(Kind kind) {
        Optional<Product> found = find();
        Hdu main = found.map(Product::main)
                .orElseGet(() -> hdus.stream()
                        .filter(hdu -> hdu.dataBytes() > 0)
                        .findFirst()
                        .orElse(hdus.get(0)));
        List<Hdu> images = found.map(Product::images).orElse(List.of());
        return Optional.of(product(kind, found.flatMap(Product::subtype), main, images));
    }

    private Product product(Kind kind, Optional<String> subtype, Hdu main, List<Hdu> images) {
        return new Product(kind, subtype, main, images, coordinates);
    }

    private Optional<Product> images() {
        List<Hdu> all = hdus.stream()
                .filter(hdu -> hdu.isImage() && hasPixels(hdu))
                .filter(hdu -> hdu.index() == 0
                        || !COMPANION
                                .matcher(hdu.name().orElse("").toUpperCase(Locale.ROOT))
                                .matches())
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Hdu main = all.stream()
                .filter(hdu -> coordinates.of(hdu).flatMap(Wcs::sky).isPresent())
                .findFirst()
                .orElse(all.get(0));
        return Optional.of(ofImage(main, all));
    }

    private static boolean hasPixels(Hdu hdu) {
        return !hdu.naxis().isEmpty() && hdu.naxis().stream().allMatch(n -> n > 0);
    }

    private Product ofImage(Hdu main, List<Hdu> all) {
        List<Long> naxis = main.naxis();
        List<Integer> extended = new ArrayList<>();
        for (int i = 0; i < naxis.size(); i++) {
            if (naxis.get(i) > 1) {
                extended.add(i);
            }
        }
        Optional<Wcs> wcs = coordinates.of(main);
        boolean spectral =
                wcs.isPresent() && extended.contains(wcs.get().spectral().orElse(-1));
        boolean time = wcs.isPresent() && extended.contains(wcs.get().time().orElse(-1));
        boolean stokes = wcs.isPresent() && extended.contains(wcs.get().stokes().orElse(-1));
        if (extended.size() >= 3) {
            return product(Kind.CUBE, cube(spectral, time, stokes), main, all);
        }
        if (spectral || extended.contains(0) && Dispersion.isAlong(main.imageHeader(), 1)) {
            // Rows of the old formats may be spectra of the sky, errors and masks.
            Optional<String> slit = spectral && extended.size() == 2
                    ? Optional.of(time ? "dynamic-spectrum" : stokes ? "polarized-spectrum" : "slit-spectrum")
                    : Optional.empty();
            return product(Kind.SPECTRUM, slit, main, all);
        }
        if (time && extended.size() == 1) {
            return product(Kind.TIMESERIES, Optional.empty(), main, all);
        }
        return product(Kind.IMAGE, calibration(main), main, all);
    }

    private static Optional<String> cube(boolean spectral, boolean time, boolean stokes) {
        if (spectral) {
            return Optional.of("spectral-cube");
        }
        return time ? Optional.of("time-cube") : stokes ? Optional.of("polarization-cube") : Optional.empty();
    }

    /** What kind of calibration frame a header says that an image is, in small letters. */
    private static Optional<String> calibration(Hdu hdu) {
        for (String keyword : FRAME_KEYWORDS) {
            Optional<String> said = hdu.imageHeader().text(keyword).map(text -> text.toUpperCase(Locale.ROOT));
            for (String word : said.map(text -> text.split("[^A-Z]+")).orElse(NO_WORDS)) {
                if (CALIBRATION.contains(word)) {
                    return Optional.of(word.toLowerCase(Locale.ROOT));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Product> ofTable(Hdu hdu) {
        FitsHeader header = hdu.header();
        if (hdu.kind() == Hdu.Kind.OTHER && header.isTrue("GROUPS")) {
            return Optional.of(product(Kind.VISIBILITY, Optional.empty(), hdu, List.of()));
        }
        if (hdu.kind() != Hdu.Kind.BINTABLE && hdu.kind() != Hdu.Kind.ASCII_TABLE) {
            return Optional.empty();
        }
        String name = hdu.name().orElse("").toUpperCase(Locale.ROOT);
        String hduClass = header.text("HDUCLAS1").orElse("").strip().toUpperCase(Locale.ROOT);
        List<TableColumn> columns = TableColumn.of(hdu);
        if (HealpixTable.isMap(hdu)) {
            return Optional.of(product(Kind.HEALPIX, Optional.of("healpix-map"), hdu, List.of()));
        }
        if (name.matches("(STD)?EVE?NTS?|STDEVT") || hduClass.equals("EVENTS")) {
            return Optional.of(product(Kind.EVENT, Optional.of("event-list"), hdu, List.of()));
        }
        if (name.matches("AIPS UV|UV_DATA|OI_VIS2?|OI_T3")) {
            return Optional.of(product(Kind.VISIBILITY, Optional.empty(), hdu, List.of()));
        }
        return curve(hdu, name, hduClass, columns);
    }

    private Optional<Product> curve(Hdu hdu, String name, String hduClass, List<TableColumn> columns) {
        OptionalInt time = TimeColumn.numberIn(hdu.header());
        boolean flux = TableColumn.named(columns, FLUX_COLUMN).isPresent();
        boolean wave = SpectralColumn.isIn(hdu.header());
        if (name.matches("LIGHT_?CURVE|RATE|LC") || hduClass.equals("LIGHTCURVE")) {
            return Optional.of(product(Kind.TIMESERIES, Optional.of("light-curve"), hdu, List.of()));
        }
        boolean spectrum = hduClass.equals("SPECTRUM")
                || hdu.header()
                        .text("VOCLASS")
                        .orElse("")
                        .toUpperCase(Locale.ROOT)
                        .startsWith("SPECTRUM");
        if (spectrum || wave && flux) {
            return Optional.of(product(Kind.SPECTRUM, Optional.empty(), hdu, List.of()));
        }
        boolean rows = hdu.header().whole("NAXIS2").orElse(0) > 1;
        boolean begins = time.orElse(0) == 1;
        if (rows && time.isPresent() && (flux || begins)) {
            return Optional.of(
                    product(Kind.TIMESERIES, flux ? Optional.of("light-curve") : Optional.empty(), hdu, List.of()));
        }
        return Optional.empty();
    }

    private Optional<Product> catalogue() {
        return hdus.stream()
                .filter(hdu -> hdu.kind() == Hdu.Kind.BINTABLE || hdu.kind() == Hdu.Kind.ASCII_TABLE)
                .filter(hdu -> SkyColumns.isIn(hdu.header()))
                .findFirst()
                .map(hdu -> product(Kind.MEASUREMENTS, Optional.empty(), hdu, List.of()));
    }

    /** Pixels of an axis counted from 1; 1 if it has none. */
    static long length(Hdu hdu, int axis) {
        OptionalLong length =
                hdu.naxis().size() >= axis ? OptionalLong.of(hdu.naxis().get(axis - 1)) : OptionalLong.empty();
        return length.orElse(1);
    }
}
