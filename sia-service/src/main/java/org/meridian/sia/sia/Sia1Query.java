// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.query.Constraint;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Range;
import org.meridian.core.sky.SkyRegion;

/**
 * The parameters of a query of SIA 1.0 (section 4.1).
 *
 * @param constraints on images
 * @param formats which files of each image are wanted
 * @param metadataOnly whether parameters and columns are wanted in the place of images
 */
record Sia1Query(List<Constraint> constraints, Set<Format> formats, boolean metadataOnly) {

    static final List<String> INTERSECT = List.of("OVERLAPS", "COVERS", "ENCLOSED", "CENTER");
    static final List<String> FORMATS = List.of("ALL", "GRAPHIC", "METADATA", "image/fits", "image/png");

    /** A box as wide as this is one of longitudes and latitudes. */
    private static final double WIDE_DEG = 90;

    /** In which a dataset is offered. */
    enum Format {
        /** The file itself. */
        FITS,
        /** A picture of it. */
        PNG
    }

    /**
     * Reads them.
     *
     * @throws UsageFault if one is missing or wrong
     */
    static Sia1Query of(DaliParameters parameters) {
        String asked = parameters
                .single("FORMAT")
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .orElse("ALL");
        if (asked.equalsIgnoreCase("METADATA")) {
            return new Sia1Query(List.of(), Set.of(), true);
        }
        List<Constraint> constraints = new ArrayList<>();
        constraints.add(new Constraint.In("dataproduct_type", List.of("image")));
        constraints.add(position(parameters));
        return new Sia1Query(constraints, formats(asked), false);
    }

    /** GRAPHIC and GRAPHIC-ALL are pictures; names that nobody knows here ask for what there is none of. */
    private static Set<Format> formats(String asked) {
        Set<Format> formats = EnumSet.noneOf(Format.class);
        for (String word : asked.toLowerCase(Locale.ROOT).split(",", -1)) {
            switch (word.strip()) {
                case "all" -> formats.addAll(List.of(Format.values()));
                case "image/fits", "application/fits" -> formats.add(Format.FITS);
                case "graphic", "graphic-all", "image/png" -> formats.add(Format.PNG);
                default -> {
                    if (word.strip().startsWith("graphic-") && word.contains("png")) {
                        formats.add(Format.PNG);
                    }
                }
            }
        }
        return formats;
    }

    private static Constraint position(DaliParameters parameters) {
        double[] pos = numbers("POS", parameters.required("POS"), 2, 2);
        double[] size = numbers("SIZE", parameters.required("SIZE"), 1, 2);
        double width = size[0];
        double height = size[size.length - 1];
        if (Math.abs(pos[1]) > 90) {
            throw new UsageFault("POS has the declination " + pos[1] + "; it must lie between -90 and 90 degrees");
        }
        if (width < 0 || height < 0 || width > 360 || height > 180 && size.length == 2) {
            throw new UsageFault("SIZE must lie between 0 and 360 degrees, in declination up to 180");
        }
        Circle centre = new Circle(((pos[0] % 360) + 360) % 360, pos[1], 0);
        String how = parameters
                .single("INTERSECT")
                .map(s -> s.strip().toUpperCase(Locale.ROOT))
                .filter(s -> !s.isEmpty())
                .orElse("OVERLAPS");
        SkyRegion region = region(centre, width, Math.min(180, height));
        boolean searchable = !(region instanceof Range);
        return switch (how) {
            case "OVERLAPS" -> new Constraint.Overlaps(region);
            case "CENTER" -> new Constraint.Overlaps(centre);
            case "COVERS" -> new Constraint.Covers(searchable ? region : refuse(how));
            case "ENCLOSED" -> new Constraint.Within(searchable ? region : refuse(how));
            default ->
                throw new UsageFault("INTERSECT is '" + how.substring(0, Math.min(40, how.length()))
                        + "'; it must be one of " + String.join(", ", INTERSECT));
        };
    }

    private static SkyRegion refuse(String how) {
        throw new UsageFault("INTERSECT=" + how + " needs a SIZE below " + WIDE_DEG + " degrees");
    }

    private static SkyRegion region(Circle centre, double width, double height) {
        if (width == 0 && height == 0) {
            return centre;
        }
        if (width < WIDE_DEG && height < WIDE_DEG) {
            double least = 1e-9;
            return new Box(centre.lonDeg(), centre.latDeg(), Math.max(width, least), Math.max(height, least))
                    .toPolygon();
        }
        double lat1 = Math.max(-90, centre.latDeg() - height / 2);
        double lat2 = Math.min(90, centre.latDeg() + height / 2);
        double half = width / 2 / Math.max(1e-3, Math.cos(Math.toRadians(centre.latDeg())));
        return half >= 180
                ? new Range(0, 360, lat1, lat2)
                : new Range(centre.lonDeg() - half, centre.lonDeg() + half, lat1, lat2);
    }

    private static double[] numbers(String name, String text, int least, int most) {
        String[] words = text.strip().split("\\s*[,\\s]\\s*", -1);
        try {
            double[] values = new double[words.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.parseDouble(words[i]);
                if (!Double.isFinite(values[i])
                        || !Character.isDigit(words[i].charAt(words[i].length() - 1)) && !words[i].endsWith(".")) {
                    throw new NumberFormatException(words[i]);
                }
            }
            if (values.length >= least && values.length <= most) {
                return values;
            }
        } catch (NumberFormatException e) {
            // What follows says it.
        }
        throw new UsageFault(name + " is '" + text.substring(0, Math.min(40, text.length())) + "'; it must be "
                + (least == most
                        ? "two numbers of degrees, such as 12.5,-3.2"
                        : "one number of degrees or two, such as 0.1 or 0.1,0.2"));
    }
}
