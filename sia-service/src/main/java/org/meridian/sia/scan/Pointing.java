// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/** A position that keywords give, of the object or of the telescope, in ICRS. */
final class Pointing {
    /** Right ascension and declination, the object's before the telescope's. */
    private static final List<String[]> PAIRS = List.of(
            new String[] {"RA_OBJ", "DEC_OBJ"},
            new String[] {"RA_TARG", "DEC_TARG"},
            new String[] {"TGT_RA", "TGT_DEC"},
            new String[] {"OBJCTRA", "OBJCTDEC"},
            new String[] {"OBJRA", "OBJDEC"},
            new String[] {"RA", "DEC"},
            new String[] {"RA_NOM", "DEC_NOM"},
            new String[] {"RA_PNT", "DEC_PNT"},
            new String[] {"OBSRA", "OBSDEC"},
            new String[] {"TELRA", "TELDEC"},
            new String[] {"RA_TEL", "DEC_TEL"},
            new String[] {"PLUG_RA", "PLUG_DEC"});

    private static final Pattern SEXAGESIMAL =
            Pattern.compile("([+-]?)(\\d{1,3})[:\\sh\u00b0d](\\d{1,2})[:\\sm'](\\d{1,2}(?:\\.\\d*)?)[s\"]?");

    private static final List<String> FRAME = List.of("RADESYS", "RADECSYS", "EQUINOX", "EPOCH", "DATE-OBS", "MJD-OBS");

    private Pointing() {}

    /** The position; empty if there is none, or one that is no position. */
    static Optional<SkyPoint> of(Headers headers) {
        for (String[] pair : PAIRS) {
            Optional<Double> ra = angle(headers, pair[0], true);
            Optional<Double> dec = angle(headers, pair[1], false);
            if (ra.isPresent() && dec.isPresent() && isPosition(ra.get(), dec.get())) {
                return icrs(headers, ra.get(), dec.get());
            }
        }
        return Optional.empty();
    }

    private static boolean isPosition(double ra, double dec) {
        return ra >= -180 && ra <= 360 && Math.abs(dec) <= 90;
    }

    /** Degrees, or sexagesimal texts: hours of right ascension, degrees of declination. */
    private static Optional<Double> angle(Headers headers, String keyword, boolean hours) {
        OptionalDouble degrees = headers.number(keyword);
        if (degrees.isPresent()) {
            return Optional.of(degrees.getAsDouble());
        }
        return headers.text(keyword)
                .map(SEXAGESIMAL::matcher)
                .filter(Matcher::matches)
                .map(parts -> {
                    double value = Integer.parseInt(parts.group(2))
                            + Integer.parseInt(parts.group(3)) / 60.0
                            + Double.parseDouble(parts.group(4)) / 3600;
                    return (parts.group(1).equals("-") ? -value : value) * (hours ? 15 : 1);
                });
    }

    /** From the frame of the headers: the reference of a plane whose keywords are theirs. */
    private static Optional<SkyPoint> icrs(Headers headers, double ra, double dec) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        headers.all()
                .forEach(header -> FRAME.forEach(
                        keyword -> Optional.ofNullable(header.values().get(keyword))
                                .ifPresent(value -> keywords.putIfAbsent(keyword, value))));
        keywords.put("CTYPE1", "RA---TAN");
        keywords.put("CTYPE2", "DEC--TAN");
        keywords.put("CRVAL1", ra);
        keywords.put("CRVAL2", dec);
        keywords.put("CRPIX1", 0.0);
        keywords.put("CRPIX2", 0.0);
        keywords.put("CDELT1", -1.0);
        keywords.put("CDELT2", 1.0);
        try {
            Optional<SkyWcs> sky = Wcs.read(Keywords.of(keywords)).flatMap(Wcs::sky);
            double[] point = new double[2];
            sky.ifPresent(plane -> plane.pixelToIcrs(point, point, 1));
            return sky.map(plane -> new SkyPoint(point[0], point[1]));
        } catch (WcsException e) {
            return Optional.of(new SkyPoint(ra, dec));
        }
    }
}
