// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.Udf.Quantity;

/**
 * The functions every service here offers beyond ADQL 2.1: those of the "Catalogue of ADQL User Defined Functions" (IVOA
 * Endorsed Note 1.2), those that were in its drafts and are deployed widely, and MOCs. What each does where the note leaves a
 * choice is in docs/conformance-adql.md.
 */
public final class IvoaFunctions {
    private static final String MOTION = "ra DOUBLE PRECISION, dec DOUBLE PRECISION, parallax DOUBLE PRECISION,"
            + " pmra DOUBLE PRECISION, pmdec DOUBLE PRECISION, radial_velocity DOUBLE PRECISION,"
            + " ref_epoch DOUBLE PRECISION, out_epoch DOUBLE PRECISION";
    private static final Quantity POSITION = Quantity.of("", "pos");
    private static final Quantity TRUTH = Quantity.UNKNOWN;

    private static final List<Udf> ALWAYS = all();
    private static final Udf SIMBADPOINT = udf(
            "ivo_simbadpoint(identifier VARCHAR) -> POINT",
            "The ICRS position of an object by name, asked of a name resolver (CDS Sesame) when the query is read;"
                    + " the name is a literal.",
            Quantity.of("", "pos;meta.main"));

    private IvoaFunctions() {}

    /** All; {@code ivo_simbadpoint} only where there is somebody to ask. */
    public static Udfs with(Optional<NameResolver> resolver) {
        List<Udf> functions = new ArrayList<>(ALWAYS);
        resolver.ifPresent(r -> functions.add(SIMBADPOINT));
        return new Udfs(functions, resolver);
    }

    private static List<Udf> all() {
        List<Udf> functions = new ArrayList<>();
        sky(functions);
        astrometry(functions);
        times(functions);
        texts(functions);
        numbers(functions);
        mocs(functions);
        return List.copyOf(functions);
    }

    private static void sky(List<Udf> to) {
        Quantity index = Quantity.of("", "pos.healpix");
        add(
                to,
                "ivo_healpix_index(hpxOrder INTEGER, long DOUBLE PRECISION, lat DOUBLE PRECISION) -> BIGINT",
                "The HEALPix cell (NESTED) of order hpxOrder, 0 to 29, that contains a position in degrees.",
                index);
        add(
                to,
                "ivo_healpix_index(hpxOrder INTEGER, p POINT) -> BIGINT",
                "The HEALPix cell (NESTED) of order hpxOrder, 0 to 29, that contains a position.",
                index);
        add(
                to,
                "ivo_healpix_center(hpxOrder INTEGER, hpxIndex BIGINT) -> POINT",
                "The centre of a HEALPix cell (NESTED) of order hpxOrder, 0 to 29.",
                POSITION);
    }

    private static void astrometry(List<Udf> to) {
        add(
                to,
                "ivo_epoch_prop(" + MOTION + ") -> DOUBLE PRECISION[6]",
                "ra, dec (deg), parallax (mas), pmra, pmdec (mas/yr) and radial velocity (km/s) at out_epoch of an object that"
                        + " has them at ref_epoch (Julian years) and moves uniformly in space. pmra is that times cos(dec)."
                        + " NULL is 0 for proper motion and velocity, infinitely far for the parallax; what is not"
                        + " defined then is NaN. NULL for position or epochs is an error.",
                Quantity.UNKNOWN);
        add(
                to,
                "ivo_epoch_prop_pos(" + MOTION + ") -> POINT",
                "The position that ivo_epoch_prop gives.",
                Quantity.of("", "pos"));
        add(
                to,
                "ivo_epoch_prop_pos(ra DOUBLE PRECISION, dec DOUBLE PRECISION, pmra DOUBLE PRECISION,"
                        + " pmdec DOUBLE PRECISION, ref_epoch DOUBLE PRECISION, out_epoch DOUBLE PRECISION) -> POINT",
                "The position at out_epoch of an object that is infinitely far; proper motion in mas/yr.",
                POSITION);
        add(
                to,
                "ivo_apply_pm(ra DOUBLE PRECISION, dec DOUBLE PRECISION, pmra DOUBLE PRECISION,"
                        + " pmdec DOUBLE PRECISION, epdist DOUBLE PRECISION) -> POINT",
                "The position after epdist Julian years of an object with a proper motion in degrees per year (pmra times"
                        + " cos(dec)), along a great circle. New queries better use ivo_epoch_prop_pos.",
                POSITION);
        add(
                to,
                "ivo_geom_transform(from_sys VARCHAR, to_sys VARCHAR, geo GEOMETRY) -> GEOMETRY",
                "A POINT, CIRCLE or POLYGON in another reference frame, turned as a whole: no proper motions, no"
                        + " aberration. from_sys and to_sys are literals: ICRS, FK5 (J2000, taken for ICRS), FK4 (B1950),"
                        + " GALACTIC, SUPER_GALACTIC or ECLIPTIC (J2000), in these letters.",
                Quantity.UNKNOWN);
    }

    private static void times(List<Udf> to) {
        add(
                to,
                "ivo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION",
                "A time, or a literal in DALI form, as Julian date. Time scales are left as they are.",
                Quantity.of("d", "time.epoch"));
        add(
                to,
                "ivo_to_mjd(d TIMESTAMP) -> DOUBLE PRECISION",
                "A time, or a literal in DALI form, as Modified Julian date. Time scales are left as they are.",
                Quantity.of("d", "time.epoch"));
        add(
                to,
                "ivo_hms_to_degrees(hms VARCHAR) -> DOUBLE PRECISION",
                "Degrees of hours, minutes and seconds: 'h:m:s', 'hhmmss' or 'hHmMsS'; NULL for anything else.",
                Quantity.of("deg", ""));
        add(
                to,
                "ivo_dms_to_degrees(dms VARCHAR) -> DOUBLE PRECISION",
                "Degrees of degrees, minutes and seconds: 'd:m:s', 'ddmmss' or 'dDmMsS', with a sign or without; NULL for"
                        + " anything else.",
                Quantity.of("deg", ""));
    }

    private static void texts(List<Udf> to) {
        to.add(new Udf(
                parsed("ivo_string_agg(expression VARCHAR, delimiter VARCHAR) -> VARCHAR"),
                "An aggregate: the texts of a group that are not NULL, joined. Several of them in one SELECT join in"
                        + " the same order.",
                Quantity.UNKNOWN,
                true));
        add(
                to,
                "ivo_nocasematch(value VARCHAR, pattern VARCHAR) -> INTEGER",
                "1 if value ILIKE pattern, else 0; _ is any character, % any number of them.",
                TRUTH);
        add(
                to,
                "ivo_hasword(haystack VARCHAR, needle VARCHAR) -> INTEGER",
                "1 if all words of needle are in haystack, else 0. Neither case nor English endings count.",
                TRUTH);
        add(
                to,
                "ivo_hashlist_has(hashlist VARCHAR, item VARCHAR) -> INTEGER",
                "1 if item is in a list of words joined by hash signs, else 0; case does not count.",
                TRUTH);
    }

    private static void numbers(List<Udf> to) {
        to.add(new Udf(
                parsed("ivo_histogram(val DOUBLE PRECISION, lower DOUBLE PRECISION, upper DOUBLE PRECISION,"
                        + " nbins INTEGER) -> INTEGER[]"),
                "An aggregate: how many values of a group are below lower (or NULL), in each of nbins (up to 10000)"
                        + " bins of equal width, and above upper.",
                Quantity.of("", "meta.number"),
                true));
        add(
                to,
                "ivo_normal_random(mu DOUBLE PRECISION, sigma DOUBLE PRECISION) -> DOUBLE PRECISION",
                "A random number from the normal distribution of mean mu and standard deviation sigma.",
                Quantity.UNKNOWN);
        add(
                to,
                "ivo_interval_overlaps(a1 DOUBLE PRECISION, b1 DOUBLE PRECISION, a2 DOUBLE PRECISION,"
                        + " b2 DOUBLE PRECISION) -> INTEGER",
                "1 if the intervals a1 to b1 and a2 to b2 have a number in common, limits included, else 0; an interval whose"
                        + " lower limit is above the upper has none.",
                TRUTH);
        add(
                to,
                "ivo_interval_has(val DOUBLE PRECISION, iv INTERVAL) -> INTEGER",
                "1 if val is within an interval (DALI; two numbers), limits included, else 0.",
                TRUTH);
        add(
                to,
                "ivo_specconv(expr DOUBLE PRECISION, dest_unit VARCHAR) -> DOUBLE PRECISION",
                "A wavelength, frequency, energy or wave number in another unit of any of these; expr is a column, or made of"
                        + " columns, with a unit. dest_unit is a literal.",
                Quantity.UNKNOWN);
        add(
                to,
                "ivo_specconv(expr DOUBLE PRECISION, expr_unit VARCHAR, dest_unit VARCHAR) -> DOUBLE PRECISION",
                "The same with the unit of expr given, as for literals.",
                Quantity.UNKNOWN);
    }

    private static void mocs(List<Udf> to) {
        add(
                to,
                "MOC(moc VARCHAR) -> MOC",
                "A space MOC in ASCII form (MOC 2.0), such as '4/30-33 38 52 7/324-934'; an argument of CONTAINS,"
                        + " INTERSECTS and AREA.",
                Quantity.UNKNOWN);
        add(
                to,
                "MOC(hpxOrder INTEGER, region GEOMETRY) -> MOC",
                "The cells of an order, a literal from 0 to 29, that overlap a geometry.",
                Quantity.UNKNOWN);
        String union = "What two MOCs cover together.";
        String intersection = "What two MOCs both cover.";
        add(to, "moc_union(moc1 MOC, moc2 MOC) -> MOC", union, Quantity.UNKNOWN);
        add(to, "moc_intersection(moc1 MOC, moc2 MOC) -> MOC", intersection, Quantity.UNKNOWN);
        add(to, "gavo_mocunion(moc1 MOC, moc2 MOC) -> MOC", union, Quantity.UNKNOWN);
        add(to, "gavo_mocintersect(moc1 MOC, moc2 MOC) -> MOC", intersection, Quantity.UNKNOWN);
    }

    private static void add(List<Udf> to, String form, String description, Quantity result) {
        to.add(udf(form, description, result));
    }

    private static Udf udf(String form, String description, Quantity result) {
        return new Udf(parsed(form), description, result, false);
    }

    private static UdfSignature parsed(String form) {
        try {
            return UdfSignature.parse(form);
        } catch (AdqlException e) {
            throw new IllegalStateException(form + ": " + e.describe(), e);
        }
    }
}
