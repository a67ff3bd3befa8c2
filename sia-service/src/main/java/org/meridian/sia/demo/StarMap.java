// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.util.List;
import org.meridian.core.sky.Healpix;

/** How many stars the catalogues have in each part of the sky: a HEALPix map in a table. */
final class StarMap {
    private static final int ORDER = 5;

    private final DemoSky sky;

    /** A map of a sky. */
    StarMap(DemoSky sky) {
        this.sky = sky;
    }

    /** Its file. */
    List<DemoFile> files() {
        return List.of(new DemoFile("maps/star-density.fits", random -> {
            float[] stars = new float[(int) Healpix.cellCount(ORDER)];
            for (DemoStar star : sky.catalogue()) {
                stars[(int) Healpix.hash(ORDER, star.raDeg(), star.decDeg())]++;
            }
            Cards cards = new Cards()
                    .put("EXTNAME", "STARS")
                    .put("PIXTYPE", "HEALPIX")
                    .put("ORDERING", "NESTED")
                    .put("COORDSYS", "C", "Equatorial (ICRS)")
                    .put("NSIDE", 1 << ORDER)
                    .put("FIRSTPIX", 0)
                    .put("LASTPIX", stars.length - 1)
                    .put("INDXSCHM", "IMPLICIT")
                    .put("OBJECT", "Stars of catalogues")
                    .put("OBS_ID", "star-density");
            return List.of(
                    new DemoHdu.Empty(new Cards().put("ORIGIN", "Meridian demonstration")),
                    new DemoHdu.Table(cards, List.of(new DemoHdu.Column("STARS", "count", stars))));
        }));
    }
}
