// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes a {@link Wcs} of keywords; the dialects that it understands are listed with the package. */
final class WcsReader {
    private final WcsKeywords keywords;
    private final SpectralAxisReader spectral;

    WcsReader(WcsKeywords keywords) {
        this.keywords = keywords;
        this.spectral = new SpectralAxisReader(keywords);
    }

    Wcs read() {
        if (keywords.isPrimary() && DssPlate.in(keywords.all())) {
            return DssPlate.wcs(keywords);
        }
        List<Ctype> types = new ArrayList<>();
        int n = keywords.axes();
        for (int i = 1; i <= n; i++) {
            types.add(Ctype.of(keywords.text("CTYPE", i).orElse("")));
        }
        Optional<CelestialAxesReader> pair = CelestialAxesReader.of(keywords, types);
        Optional<CelestialAxesReader> sky = pair.filter(reader -> !reader.isTable());
        double[] scales = scales(types, pair);
        // coefficients count whether CTYPE ends in -SIP or not: files without it are many
        Optional<Sip> sip = keywords.isPrimary()
                        && Sip.in(keywords.all())
                        && !pair.map(CelestialAxesReader::isTpv).orElse(false)
                ? Optional.of(Sip.read(keywords.all()))
                : Optional.empty();
        Optional<CelestialAxes> celestial = sky.map(reader -> reader.read(scales, sip.isPresent()));
        LinearTransform linear = new LinearTransformReader(keywords, n)
                .read(
                        scales,
                        pair.map(CelestialAxesReader::longitude).orElse(-1),
                        pair.map(CelestialAxesReader::latitude).orElse(-1));
        List<WorldAxis> axes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            axes.add(axis(i, types.get(i), sky));
        }
        return new Wcs(axes, linear, sip, celestial, sky.flatMap(CelestialAxesReader::frame));
    }

    private double[] scales(List<Ctype> types, Optional<CelestialAxesReader> pair) {
        double[] scales = new double[types.size()];
        Arrays.fill(scales, 1);
        for (int i = 0; i < scales.length; i++) {
            int axis = i;
            if (pair.filter(p -> p.longitude() == axis || p.latitude() == axis).isPresent()) {
                scales[i] = degrees(i + 1);
            } else if (SpectralAxisReader.isSpectral(types.get(i))) {
                Ctype type = spectral.standard(types.get(i));
                scales[i] =
                        spectral.scale(i + 1, SpectralType.named(type.code()).orElseThrow());
            }
        }
        return scales;
    }

    private double degrees(int axis) {
        Optional<String> unit = keywords.text("CUNIT", axis);
        if (unit.isEmpty()) {
            return 1;
        }
        return WcsUnit.named(unit.get())
                .filter(u -> u.quantity() == WcsUnit.Quantity.ANGLE)
                .orElseThrow(() -> new WcsException(
                        keywords.name("CUNIT", axis),
                        unit.get(),
                        "an axis of the sky is in deg, arcmin, arcsec, mas or rad"))
                .factor();
    }

    private WorldAxis axis(int index, Ctype type, Optional<CelestialAxesReader> sky) {
        double reference = keywords.number("CRVAL", index + 1).orElse(0);
        if (sky.filter(pair -> pair.longitude() == index || pair.latitude() == index)
                .isPresent()) {
            return new SkyAxis(type.text(), type.isLongitude());
        }
        if (type.isTable()) {
            return new UnreadAxis(type.text(), "its coordinates stand in a lookup table, which is not read");
        }
        if (SpectralAxisReader.isSpectral(type)) {
            return spectral.read(index + 1, type, reference);
        }
        if (TimeAxis.isTime(type.code())) {
            return TimeAxis.read(keywords, index + 1, type, reference);
        }
        if (type.code().equals("STOKES")) {
            return new StokesAxis(type.text(), reference);
        }
        String unit = keywords.text("CUNIT", index + 1).orElse("");
        return new PlainAxis(type.text(), unit, reference, type.algorithm().equals("LOG"));
    }
}
