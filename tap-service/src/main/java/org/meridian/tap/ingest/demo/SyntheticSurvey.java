// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.AbstractStarTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowSequence;

/**
 * A survey of a sky that does not exist, clustered as the real one is, computed row by row and the same every time: row
 * {@code i} depends on the seed and on {@code i} alone.
 *
 * <p>The model, by shares of the rows: 54 % stars of a disk (exponential in galactic latitude with a scale of 8 degrees,
 * twice as dense towards the centre), 8 % of a bulge (normal, 9 by 7 degrees), 6 % in {@value #CLUSTERS} star clusters (normal, 2
 * to 30 arcmin, large ones rarer), 7 % of a halo (isotropic), 21 % galaxies (half isotropic, half in {@value #GROUPS} groups of
 * half a degree) and 4 % quasars (isotropic); of galaxies and quasars none within 8 degrees of the galactic plane. Magnitudes
 * follow power laws, distances and motions are log-normal. Parallax, motion, colour and redshift are NULL where such an object
 * has none, and for some others, as in real catalogues.
 */
final class SyntheticSurvey extends AbstractStarTable {
    private static final int CLUSTERS = 180;
    private static final int GROUPS = 600;
    private static final long SEED = 0x4D65726964L;
    private static final LocalDateTime FIRST_LIGHT = LocalDateTime.of(2016, 3, 1, 0, 0);
    private static final long SURVEY_MILLIS = 5L * 365 * 86_400_000;
    /** ICRS from galactic coordinates: the transposed matrix of the Hipparcos Catalogue, volume 1, section 1.5.3. */
    private static final double[][] TO_ICRS = {
        {-0.0548755604, 0.4941094279, -0.8676661490},
        {-0.8734370902, -0.4448296300, -0.1980763734},
        {-0.4838350155, 0.7469822445, 0.4559837762}
    };

    private static final List<ColumnInfo> COLUMNS = List.of(
            SurveyColumns.column("source_id", Long.class, "", "meta.id;meta.main", "Number of the source"),
            SurveyColumns.position("ra", "pos.eq.ra;meta.main", "Right ascension"),
            SurveyColumns.position("dec", "pos.eq.dec;meta.main", "Declination"),
            SurveyColumns.column("parallax", Float.class, "mas", "pos.parallax.trig", "Parallax"),
            SurveyColumns.column(
                    "pmra",
                    Float.class,
                    "mas.yr**-1",
                    "pos.pm;pos.eq.ra",
                    "Proper motion in right ascension, times cos(dec)"),
            SurveyColumns.column(
                    "pmdec", Float.class, "mas.yr**-1", "pos.pm;pos.eq.dec", "Proper motion in declination"),
            SurveyColumns.column("vmag", Float.class, "mag", "phot.mag;em.opt.V;meta.main", "V magnitude"),
            SurveyColumns.column("imag", Float.class, "mag", "phot.mag;em.opt.I", "I magnitude"),
            SurveyColumns.column("v_i", Float.class, "mag", "phot.color;em.opt.V;em.opt.I", "Colour V - I"),
            SurveyColumns.column("redshift", Float.class, "", "src.redshift", "Redshift"),
            SurveyColumns.column("object_class", String.class, "", "src.class", "star, galaxy or quasar"),
            SurveyColumns.column("variable", Boolean.class, "", "src.var", "Whether the brightness varies"),
            SurveyColumns.column("n_obs", Short.class, "", "meta.number;obs", "Number of observations"),
            SurveyColumns.column(
                    "first_obs", LocalDateTime.class, "", "time.epoch;obs", "Time of the first observation"));

    private final long rows;
    private final double[][] clusters;
    private final double[][] groups;

    SyntheticSurvey(long rows) {
        this.rows = rows;
        setName("survey");
        SurveyRandom random = new SurveyRandom(SEED);
        clusters = new double[CLUSTERS][];
        for (int i = 0; i < CLUSTERS; i++) {
            boolean open = random.uniform() < 0.7;
            double lon = 360 * random.uniform();
            double lat = open ? laplace(random, 4) : isotropicLat(random);
            clusters[i] = new double[] {lon, lat, Math.pow(10, -1.5 + 1.2 * random.uniform())};
        }
        groups = new double[GROUPS][];
        for (int i = 0; i < GROUPS; i++) {
            double lat;
            do {
                lat = isotropicLat(random);
            } while (Math.abs(lat) < 8);
            groups[i] = new double[] {360 * random.uniform(), lat, 0.2 + 0.6 * random.uniform()};
        }
    }

    private static double isotropicLat(SurveyRandom random) {
        return Math.toDegrees(Math.asin(2 * random.uniform() - 1));
    }

    private static double laplace(SurveyRandom random, double scaleDeg) {
        double lat;
        do {
            lat = -scaleDeg * Math.log(1 - random.uniform());
        } while (lat > 90);
        return random.uniform() < 0.5 ? -lat : lat;
    }

    @Override
    public int getColumnCount() {
        return COLUMNS.size();
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    @Override
    public ColumnInfo getColumnInfo(int index) {
        return COLUMNS.get(index);
    }

    @Override
    public RowSequence getRowSequence() {
        return new Rows();
    }

    private enum Kind {
        STAR("star"),
        GALAXY("galaxy"),
        QUASAR("quasar");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private final class Rows implements RowSequence {
        private long row;
        private final @Nullable Object[] cells = new Object[COLUMNS.size()];

        @Override
        public boolean next() {
            if (row >= rows) {
                return false;
            }
            row++;
            fill(new SurveyRandom(SEED + row * 0x9E3779B97F4A7C15L));
            return true;
        }

        private void fill(SurveyRandom random) {
            double share = random.uniform();
            Kind kind = share < 0.75 ? Kind.STAR : share < 0.96 ? Kind.GALAXY : Kind.QUASAR;
            cells[0] = 1_000_000_000L + row;
            place(random, share);
            move(random, kind);
            shine(random, kind);
            cells[10] = kind.word;
            cells[11] = random.uniform() < (kind == Kind.STAR ? 0.02 : kind == Kind.QUASAR ? 0.8 : 0.001);
            cells[12] = (short) (20 + 12 * random.normal() * random.normal() + 40 * random.uniform());
            cells[13] = FIRST_LIGHT.plusNanos((long) (SURVEY_MILLIS * random.uniform()) * 1_000_000);
        }

        private void place(SurveyRandom random, double share) {
            double lon = 360 * random.uniform();
            double lat;
            if (share < 0.54) {
                lat = laplace(random, 8);
                // Towards the centre: two of three are accepted there, one of three at the far side.
                while (random.uniform() > 0.667 + 0.333 * Math.cos(Math.toRadians(lon))) {
                    lon = 360 * random.uniform();
                }
            } else if (share < 0.62) {
                lon = 9 * random.normal();
                lat = Math.clamp(7 * random.normal(), -89, 89);
            } else if (share < 0.68) {
                double[] cluster = clusters[(int) (CLUSTERS * random.uniform() * random.uniform())];
                lat = Math.clamp(cluster[1] + cluster[2] * random.normal(), -90, 90);
                lon = cluster[0] + cluster[2] * random.normal() / Math.max(0.01, Math.cos(Math.toRadians(lat)));
            } else if (share < 0.75) {
                lat = isotropicLat(random);
            } else {
                do {
                    lat = isotropicLat(random);
                } while (Math.abs(lat) < 8);
                if (share < 0.855) {
                    double[] group = groups[(int) (GROUPS * random.uniform())];
                    lat = Math.clamp(group[1] + group[2] * random.normal(), -90, 90);
                    lon = group[0] + group[2] * random.normal() / Math.max(0.01, Math.cos(Math.toRadians(lat)));
                }
            }
            toIcrs(Math.toRadians(lon), Math.toRadians(lat));
        }

        private void toIcrs(double l, double b) {
            double[] galactic = {Math.cos(b) * Math.cos(l), Math.cos(b) * Math.sin(l), Math.sin(b)};
            double[] icrs = new double[3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    icrs[i] += TO_ICRS[i][j] * galactic[j];
                }
            }
            double ra = Math.toDegrees(Math.atan2(icrs[1], icrs[0]));
            cells[1] = ra < 0 ? ra + 360 : ra;
            cells[2] = Math.toDegrees(Math.atan2(icrs[2], Math.hypot(icrs[0], icrs[1])));
        }

        private void move(SurveyRandom random, Kind kind) {
            double parsec = Math.pow(10, 3.1 + 0.45 * random.normal());
            double parallax = 1000 / parsec + 0.1 * random.normal();
            double speed = kind == Kind.STAR ? 30 * Math.exp(0.6 * random.normal()) / (4.74e-3 * parsec) : 0;
            double angle = 2 * Math.PI * random.uniform();
            boolean measured = random.uniform() < 0.94;
            boolean near = kind == Kind.STAR && measured;
            cells[3] = near ? (Float) (float) parallax : null;
            cells[4] = measured ? (Float) (float) (speed * Math.cos(angle) + 0.1 * random.normal()) : null;
            cells[5] = measured ? (Float) (float) (speed * Math.sin(angle) + 0.1 * random.normal()) : null;
        }

        private void shine(SurveyRandom random, Kind kind) {
            double slope = kind == Kind.STAR ? 0.3 : 0.55;
            double vmag = Math.max(2, 20.7 + Math.log10(1 - random.uniform()) / slope);
            double colour = switch (kind) {
                case STAR -> 0.5 + 0.9 * random.uniform() * (1 + random.uniform());
                case GALAXY -> 1.1 + 0.25 * random.normal();
                case QUASAR -> 0.4 + 0.2 * random.normal();
            };
            double redshift = kind == Kind.QUASAR
                    ? Math.max(0.02, 1.5 + 0.8 * random.normal())
                    : 0.09 * Math.exp(0.5 * random.normal()) * Math.pow(10, (vmag - 18) / 5);
            boolean spectrum = kind != Kind.STAR && random.uniform() < 0.8;
            boolean red = random.uniform() < 0.97;
            cells[6] = (float) vmag;
            cells[7] = red ? (Float) (float) (vmag - colour) : null;
            cells[8] = red ? (Float) (float) colour : null;
            cells[9] = spectrum ? (Float) (float) redshift : null;
        }

        @Override
        public @Nullable Object getCell(int index) {
            return cells[index];
        }

        @Override
        @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
        public Object[] getRow() {
            Object[] row = new Object[cells.length];
            System.arraycopy(cells, 0, row, 0, row.length);
            return row;
        }

        @Override
        public void close() {}
    }
}
