// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridian.core.votable.Field.CoordinateFrame;
import org.meridian.core.votable.Field.Frame;
import org.meridian.core.votable.Field.TimeFrame;
import org.meridian.core.votable.ResponseFormat.VotableVersion;

/**
 * The descriptions of columns in a VOTable: COOSYS, TIMESYS (VOTable 1.4, sections 3.4 and 3.5) and FIELD (section 4).
 *
 * <p>BINARY has no other NULL for integers than a value that stands for it: the smallest of the type, declared by VALUES. So
 * that no number can be taken for it, integers are of the next larger type there. A {@code long} that happens to be the
 * smallest one is read as NULL: there is none larger. In the other serialisations only elements of integer arrays need such
 * a value (section 5.5).
 */
final class VotableFields {
    private static final Pattern UCD = Pattern.compile("[A-Za-z0-9_.:;\\-]*");
    private static final Pattern NOT_IN_IDS = Pattern.compile("[^A-Za-z0-9_.\\-]");
    private static final Pattern FIRST_OF_ID = Pattern.compile("[A-Za-z_]");
    private static final Pattern FRAME_ID = Pattern.compile("(coosys|timesys)[0-9]+");
    private static final Pattern EPOCH = Pattern.compile("[JB]?[0-9]+([.][0-9]*)?");

    /** Terms of the refframe vocabulary and what VOTable 1.4 calls them; what it does not know cannot be said in it. */
    private static final Map<String, String> OLD_SYSTEMS = Map.ofEntries(
            Map.entry("ICRS", "ICRS"),
            Map.entry("FK4", "eq_FK4"),
            Map.entry("FK5", "eq_FK5"),
            Map.entry("eq_FK4", "eq_FK4"),
            Map.entry("eq_FK5", "eq_FK5"),
            Map.entry("ECLIPTIC", "ecl_FK5"),
            Map.entry("ecl_FK4", "ecl_FK4"),
            Map.entry("ecl_FK5", "ecl_FK5"),
            Map.entry("GALACTIC", "galactic"),
            Map.entry("galactic", "galactic"),
            Map.entry("SUPER_GALACTIC", "supergalactic"),
            Map.entry("supergalactic", "supergalactic"),
            Map.entry("UNKNOWN", "xy"),
            Map.entry("xy", "xy"),
            Map.entry("barycentric", "barycentric"),
            Map.entry("geo_app", "geo_app"));

    private final ByteSink sink;
    private final VotableVersion version;
    private final boolean nullsNeedValues;
    private final Map<Frame, String> ids = new LinkedHashMap<>();
    private final Map<String, String> columnIds = new HashMap<>();

    VotableFields(ByteSink sink, ResponseFormat format) {
        this.sink = sink;
        this.version = format.version();
        this.nullsNeedValues = format.format() == TableFormat.VOTABLE_BINARY;
    }

    /** Gives IDs to the columns that services refer to: their names where XML permits, which some readers take for names. */
    void identify(List<ServiceDescriptor> services) {
        Set<String> taken = new HashSet<>();
        services.forEach(service -> taken.add(service.id()));
        services.stream().flatMap(service -> service.inputs().stream()).forEach(input -> {
            if (input.given() instanceof ServiceDescriptor.Given.InColumn(String column)
                    && !columnIds.containsKey(column)) {
                columnIds.put(column, newId(column, taken));
            }
        });
    }

    private static String newId(String name, Set<String> taken) {
        String lawful = NOT_IN_IDS.matcher(name).replaceAll("_");
        String id = FIRST_OF_ID.matcher(lawful).lookingAt()
                        && !FRAME_ID.matcher(lawful).matches()
                ? lawful
                : "_" + lawful;
        while (!taken.add(id)) {
            id += "_";
        }
        return id;
    }

    /** The ID of a column that a service refers to. */
    String idOf(String column) {
        return Objects.requireNonNull(columnIds.get(column), column);
    }

    /** Writes each frame once, before the table whose fields refer to it. */
    void frames(List<Field> fields) {
        for (Field field : fields) {
            if (field.frame().isPresent() && !ids.containsKey(field.frame().get())) {
                frame(field.frame().get());
            }
        }
    }

    private void frame(Frame frame) {
        switch (frame) {
            case CoordinateFrame(String system, Optional<String> epoch, Optional<String> equinox) -> {
                Optional<String> term = version == VotableVersion.V1_4
                        ? Optional.ofNullable(OLD_SYSTEMS.get(system))
                        : Optional.of(system);
                if (term.isPresent()) {
                    String id = nextId(frame, "coosys");
                    sink.put("<COOSYS");
                    XmlText.attribute(sink, "ID", id);
                    XmlText.attribute(sink, "system", term.get());
                    equinox.filter(value -> EPOCH.matcher(value).matches())
                            .ifPresent(value -> XmlText.attribute(sink, "equinox", value));
                    epoch.filter(value -> EPOCH.matcher(value).matches())
                            .ifPresent(value -> XmlText.attribute(sink, "epoch", value));
                    sink.put("/>\n");
                }
            }
            case TimeFrame(String timescale, String refposition, Optional<String> origin) -> {
                String id = nextId(frame, "timesys");
                sink.put("<TIMESYS");
                XmlText.attribute(sink, "ID", id);
                XmlText.attribute(sink, "timescale", timescale);
                XmlText.attribute(sink, "refposition", refposition);
                origin.ifPresent(value -> XmlText.attribute(sink, "timeorigin", value));
                sink.put("/>\n");
            }
        }
    }

    private String nextId(Frame frame, String kind) {
        String id = kind + (ids.size() + 1);
        ids.put(frame, id);
        return id;
    }

    /** Writes one FIELD. */
    void field(Column column) {
        Field field = column.field();
        Primitive primitive = nullsNeedValues && isWidened(column) ? widened(field.primitive()) : field.primitive();
        sink.put("<FIELD");
        Optional.ofNullable(columnIds.get(field.name())).ifPresent(id -> XmlText.attribute(sink, "ID", id));
        attributes(column, primitive);
        field.frame().map(ids::get).ifPresent(id -> XmlText.attribute(sink, "ref", id));
        Optional<Long> nullValue = nullsNeedValues || column.shape() == Column.Shape.ARRAY
                ? Column.nullValue(primitive)
                : Optional.empty();
        if (field.description().isEmpty() && nullValue.isEmpty()) {
            sink.put("/>\n");
            return;
        }
        sink.put(">");
        description(field.description());
        nullValue.ifPresent(value -> {
            sink.put("<VALUES");
            XmlText.attribute(sink, "null", value.toString());
            sink.put("/>");
        });
        sink.put("</FIELD>\n");
    }

    /** What FIELD and PARAM say alike. */
    void attributes(Column column, Primitive primitive) {
        Field field = column.field();
        XmlText.attribute(sink, "name", field.name());
        XmlText.attribute(sink, "datatype", Column.datatype(primitive));
        // VOTable 1.3, erratum 3: a scalar has none.
        column.arraysize()
                .filter(value -> !value.equals("1"))
                .ifPresent(value -> XmlText.attribute(sink, "arraysize", value));
        column.xtype().ifPresent(value -> XmlText.attribute(sink, "xtype", value));
        field.unit().filter(value -> !value.isEmpty()).ifPresent(value -> XmlText.attribute(sink, "unit", value));
        field.ucd()
                .filter(value -> !value.isEmpty() && UCD.matcher(value).matches())
                .ifPresent(value -> XmlText.attribute(sink, "ucd", value));
        field.utype().filter(value -> !value.isEmpty()).ifPresent(value -> XmlText.attribute(sink, "utype", value));
    }

    /** Writes a DESCRIPTION where there is one. */
    void description(Optional<String> description) {
        description.ifPresent(text -> {
            sink.put("<DESCRIPTION>");
            XmlText.content(sink, text);
            sink.put("</DESCRIPTION>");
        });
    }

    /** Bytes also in arrays of fixed size, which have no other NULL. */
    private static boolean isWidened(Column column) {
        return column.shape() == Column.Shape.SCALAR
                || column.field().primitive() == Primitive.UNSIGNED_BYTE && column.count() >= 0;
    }

    /** The type that holds every value of {@code primitive} and one more, for BINARY. */
    static Primitive widened(Primitive primitive) {
        return switch (primitive) {
            case UNSIGNED_BYTE -> Primitive.SHORT;
            case SHORT -> Primitive.INT;
            case INT, LONG -> Primitive.LONG;
            case BOOLEAN, FLOAT, DOUBLE, TEXT, CHAR, TIMESTAMP -> primitive;
        };
    }
}
