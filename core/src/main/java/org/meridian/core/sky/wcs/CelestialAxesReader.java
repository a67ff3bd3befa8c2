// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The celestial axes of a header: which they are, their projection with its dialects, and where it lies on the sky. */
final class CelestialAxesReader {
    /** PVi_m of the longitude axis that move the reference point (paper II section 2.5): offset, phi0, theta0, LONPOLE, LATPOLE. */
    private static final int OFFSET = 0;

    private static final int PHI0 = 1;
    private static final int THETA0 = 2;
    private static final int LONPOLE = 3;
    private static final int LATPOLE = 4;

    private final WcsKeywords keywords;
    private final List<Ctype> types;
    private final int longitude;
    private final int latitude;

    private CelestialAxesReader(WcsKeywords keywords, List<Ctype> types, int longitude, int latitude) {
        this.keywords = keywords;
        this.types = types;
        this.longitude = longitude;
        this.latitude = latitude;
    }

    /** A reader where there is a pair of axes; an axis that lacks its partner is an error if it has a projection. */
    static Optional<CelestialAxesReader> of(WcsKeywords keywords, List<Ctype> types) {
        int longitude = -1;
        int latitude = -1;
        for (int i = types.size() - 1; i >= 0; i--) {
            longitude = types.get(i).isLongitude() ? i : longitude;
            latitude = types.get(i).isLatitude() ? i : latitude;
        }
        if (longitude < 0 && latitude < 0) {
            return Optional.empty();
        }
        if (longitude < 0 || latitude < 0) {
            int alone = Math.max(longitude, latitude);
            if (types.get(alone).algorithm().isEmpty()) {
                return Optional.empty();
            }
            throw new WcsException(
                    keywords.name("CTYPE", alone + 1),
                    types.get(alone).text(),
                    "the " + (longitude < 0 ? "longitude" : "latitude") + " axis that belongs to it is missing");
        }
        Ctype lon = types.get(longitude);
        Ctype lat = types.get(latitude);
        if (!lon.algorithm().equals(lat.algorithm())
                || !CelestialSystem.ofLongitude(lon.code()).equals(CelestialSystem.ofLatitude(lat.code()))) {
            throw new WcsException(
                    keywords.name("CTYPE", latitude + 1),
                    lat.text(),
                    "it does not belong to " + keywords.name("CTYPE", longitude + 1) + " = '" + lon.text() + "'");
        }
        return Optional.of(new CelestialAxesReader(keywords, types, longitude, latitude));
    }

    int longitude() {
        return longitude;
    }

    int latitude() {
        return latitude;
    }

    boolean isTable() {
        return types.get(longitude).isTable();
    }

    /** Whether CTYPE names TPV, which leaves no place for SIP. */
    boolean isTpv() {
        return types.get(longitude).algorithm().equals(ProjectionCode.TPV.name());
    }

    Optional<CelestialFrame> frame() {
        CelestialSystem system =
                CelestialSystem.ofLongitude(types.get(longitude).code()).orElseThrow();
        return new CelestialFrameReader(keywords).read(system);
    }

    /**
     * @param scales degrees of one unit of each axis
     * @param hasSip whether the header also has SIP
     */
    CelestialAxes read(double[] scales, boolean hasSip) {
        double refLon = crval(longitude) * scales[longitude];
        double refLat = crval(latitude) * scales[latitude];
        if (Math.abs(refLat) > 90) {
            throw new WcsException(
                    keywords.name("CRVAL", latitude + 1), refLat, "a latitude lies between -90 and 90 degrees");
        }
        ProjectionParameters lon = keywords.parameters(longitude + 1);
        ProjectionParameters lat = keywords.parameters(latitude + 1);
        String algorithm = types.get(longitude).algorithm();
        ProjectionCode code = code(algorithm);
        Optional<Tpv> tpv = isTpv(code, lon, lat) && !isDoubled(code, lon, lat, hasSip)
                ? Optional.of(new Tpv(lon, lat))
                : Optional.empty();
        Projection projection = code.with(algorithm.equals("NCP") ? northCelestialPole(refLat) : lat);
        if (algorithm.equals("GLS") || algorithm.isEmpty()) {
            // neither is turned by its reference latitude: the map is shifted to it
            lon = new ProjectionParameters("PV", Map.of(OFFSET, 1.0, PHI0, 0.0, THETA0, refLat));
        } else if (code == ProjectionCode.TPV || isTpv(code, lon, lat)) {
            lon = new ProjectionParameters("PV", Map.of());
        }
        double phi0 = lon.value(PHI0, 0);
        double theta0 = lon.value(THETA0, projection.theta0Deg());
        boolean offset = lon.value(OFFSET, 0) != 0;
        double[] rotation = CelestialRotation.matrix(
                refLon,
                refLat,
                phi0,
                theta0,
                lon.has(LONPOLE) ? OptionalDouble.of(lon.value(LONPOLE, 0)) : keywords.number("LONPOLE"),
                lon.has(LATPOLE) ? OptionalDouble.of(lon.value(LATPOLE, 0)) : keywords.number("LATPOLE"),
                keywords.name("LONPOLE"));
        double[] origin = {phi0, theta0};
        if (offset) {
            projection.toPlane(origin, 0);
            if (Double.isNaN(origin[0])) {
                throw lon.wrong(THETA0, "the projection has no image of the reference point there");
            }
        } else {
            origin = new double[] {0, 0};
        }
        return new CelestialAxes(longitude, latitude, tpv, projection, origin, rotation);
    }

    private double crval(int axis) {
        return keywords.number("CRVAL", axis + 1).orElse(0);
    }

    private ProjectionCode code(String algorithm) {
        String standard = switch (algorithm) {
            case "" -> "CAR";
            case "GLS" -> "SFL";
            case "NCP" -> "SIN";
            default -> algorithm;
        };
        return ProjectionCode.named(standard)
                .orElseThrow(() -> new WcsException(
                        keywords.name("CTYPE", longitude + 1),
                        types.get(longitude).text(),
                        "the projection " + algorithm + " is not read; " + String.join(", ", ProjectionCode.names())
                                + ", GLS and NCP are"));
    }

    /**
     * TAN as SCAMP wrote it before TPV had its name: with parameters that TAN has no use for. As few as PVi_1 of both axes
     * are told from a moved reference point by being there for both.
     */
    private static boolean isTpv(ProjectionCode code, ProjectionParameters lon, ProjectionParameters lat) {
        return code == ProjectionCode.TPV
                || (code == ProjectionCode.TAN
                        && (lon.last() > LATPOLE
                                || lat.last() > LATPOLE
                                || (lon.value(1, 0) != 0 && lat.value(1, 0) != 0)));
    }

    /** Whether SIP says the same again, as where it was made of SCAMP's parameters (Palomar Transient Factory). */
    private static boolean isDoubled(
            ProjectionCode code, ProjectionParameters lon, ProjectionParameters lat, boolean hasSip) {
        return hasSip && code == ProjectionCode.TAN && !Tpv.hasRadialTerms(lon, lat);
    }

    /** SIN with xi = 0 and eta = cot(delta0) (paper II section 5.1.5). */
    private ProjectionParameters northCelestialPole(double refLat) {
        if (refLat == 0) {
            throw new WcsException(keywords.name("CRVAL", latitude + 1), refLat, "NCP has no image around the equator");
        }
        Map<Integer, Double> values = new HashMap<>();
        values.put(1, 0.0);
        values.put(2, Degrees.cos(refLat) / Degrees.sin(refLat));
        return new ProjectionParameters(keywords.name("CRVAL"), values);
    }
}
