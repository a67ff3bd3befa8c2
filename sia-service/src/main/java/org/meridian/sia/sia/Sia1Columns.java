// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.archive.MediaTypes;
import org.meridian.sia.obscore.Dataset;

/** What SIA 1.0, section 4.2, says of an image, from its row of ObsCore and its dataset. Pure functions. */
final class Sia1Columns {

    /** Columns of ObsCore that are read, in the order in which {@link #row} expects them. */
    static final List<String> OBSCORE = List.of(
            "obs_publisher_did",
            "obs_title",
            "obs_id",
            "instrument_name",
            "s_ra",
            "s_dec",
            "s_xel1",
            "s_xel2",
            "s_pixel_scale",
            "t_min",
            "t_max",
            "em_min",
            "em_max",
            "energy_bandpassname");

    static final List<Field> FIELDS = List.of(
            field("title", Primitive.TEXT, "", "", "VOX:Image_Title", "Title of the image"),
            field("instrument", Primitive.TEXT, "", "", "INST_ID", "Instrument"),
            field("ra", Primitive.DOUBLE, "", "deg", "POS_EQ_RA_MAIN", "Right ascension of the centre, ICRS"),
            field("dec", Primitive.DOUBLE, "", "deg", "POS_EQ_DEC_MAIN", "Declination of the centre, ICRS"),
            field("naxes", Primitive.INT, "", "", "VOX:Image_Naxes", "Number of axes"),
            field("naxis", Primitive.INT, "*", "pix", "VOX:Image_Naxis", "Pixels along each axis"),
            field("scale", Primitive.DOUBLE, "*", "deg/pix", "VOX:Image_Scale", "Size of a pixel along each axis"),
            field("format", Primitive.CHAR, "", "", "VOX:Image_Format", "Media type of the file"),
            field("access_url", Primitive.CHAR, "", "", "VOX:Image_AccessReference", "Where the file is"),
            field("size", Primitive.LONG, "", "byte", "VOX:Image_FileSize", "Size of the file"),
            field("mjd", Primitive.DOUBLE, "", "d", "VOX:Image_MJDateObs", "Middle of the observation, MJD"),
            field("frame", Primitive.CHAR, "", "", "VOX:STC_CoordRefFrame", "Frame of the position"),
            field("band", Primitive.TEXT, "", "", "VOX:BandPass_ID", "Name of the band"),
            field("band_unit", Primitive.CHAR, "", "", "VOX:BandPass_Unit", "Unit of the limits of the band"),
            field("band_ref", Primitive.DOUBLE, "", "m", "VOX:BandPass_RefValue", "Middle of the band"),
            field("band_hi", Primitive.DOUBLE, "", "m", "VOX:BandPass_HiLimit", "Longest wavelength"),
            field("band_lo", Primitive.DOUBLE, "", "m", "VOX:BandPass_LoLimit", "Shortest wavelength"),
            field("pixel_flags", Primitive.CHAR, "", "", "VOX:Image_PixFlags", "C: copied as it is; V: for looking at"),
            new Field(
                    "obs_publisher_did",
                    Primitive.TEXT,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("meta.ref.ivoid"),
                    Optional.of("obscore:Curation.PublisherDID"),
                    Optional.empty(),
                    Optional.of("Identity of the dataset"),
                    Optional.empty()));

    private static final double ARCSEC_PER_DEG = 3600;

    private Sia1Columns() {}

    private static Field field(
            String name, Primitive primitive, String arraysize, String unit, String ucd, String description) {
        return new Field(
                name,
                primitive,
                Optional.of(arraysize).filter(text -> !text.isEmpty()),
                Optional.of(unit).filter(text -> !text.isEmpty()),
                Optional.of(ucd),
                Optional.empty(),
                Optional.empty(),
                Optional.of(description),
                Optional.empty());
    }

    /** A row of ObsCore, before its dataset is known. */
    record Image(String did, Optional<String> title, List<Object> values) {}

    /** The current row of a query for {@link #OBSCORE}. */
    static Image read(RowStream row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < OBSCORE.size(); i++) {
            values.add(value(row, i));
        }
        Optional<String> title = text(values.get(1)).or(() -> text(values.get(2)));
        return new Image(text(values.get(0)).orElse(""), title, values);
    }

    private static Object value(RowStream row, int index) {
        if (row.length(index) < 0) {
            return Optional.empty();
        }
        ByteBuffer cells = ByteBuffer.wrap(row.buffer());
        return switch (row.fields().get(index).primitive()) {
            case DOUBLE -> cells.getDouble(row.offset(index));
            case LONG -> cells.getLong(row.offset(index));
            case INT -> (long) cells.getInt(row.offset(index));
            case BOOLEAN, UNSIGNED_BYTE, SHORT, FLOAT, TEXT, CHAR, TIMESTAMP ->
                new String(row.buffer(), row.offset(index), row.length(index), StandardCharsets.UTF_8);
        };
    }

    /** The rows of an image, one for each format. */
    static List<List<Object>> rows(Image image, Dataset dataset, Set<Sia1Query.Format> formats, String gateway) {
        return formats.stream()
                .map(format -> row(image, dataset, format, gateway))
                .toList();
    }

    private static List<Object> row(Image image, Dataset dataset, Sia1Query.Format format, String gateway) {
        List<Object> v = image.values();
        boolean picture = format == Sia1Query.Format.PNG;
        String url = picture
                ? gateway + "/preview/" + dataset.place().escapedPath() + "?size=1024"
                : gateway + dataset.place().urlPath();
        boolean measured = v.get(6) instanceof Long && v.get(7) instanceof Long;
        return List.of(
                image.title().orElse(dataset.path()),
                v.get(3),
                v.get(4),
                v.get(5),
                2,
                measured ? List.of(((Long) v.get(6)).intValue(), ((Long) v.get(7)).intValue()) : Optional.empty(),
                v.get(8) instanceof Double scale
                        ? List.of(-scale / ARCSEC_PER_DEG, scale / ARCSEC_PER_DEG)
                        : Optional.empty(),
                picture ? "image/png" : MediaTypes.stored(dataset.path(), "image/fits"),
                url,
                picture ? Optional.empty() : dataset.size(),
                middle(v.get(9), v.get(10)),
                "ICRS",
                v.get(13),
                "m",
                middle(v.get(11), v.get(12)),
                v.get(12),
                v.get(11),
                picture ? "V" : "C",
                image.did());
    }

    private static Object middle(Object from, Object to) {
        return from instanceof Double a && to instanceof Double b ? (Object) ((a + b) / 2) : Optional.empty();
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
