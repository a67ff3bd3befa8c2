// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

/**
 * The columns of an answer of a cone search: those of the table, among which three have the words that SCS 1.03, section 2, finds
 * them by. Where no column can be the identifier, which has to be text, one is added behind them. Immutable.
 *
 * @param fields as they are described
 * @param names of the columns of the table, as many as there are or one less
 * @param id which number or position the added column is a text of; empty where none is added
 * @param lon which column has the longitudes
 * @param lat which column has the latitudes
 */
record ConeColumns(List<Field> fields, List<String> names, Optional<Integer> id, int lon, int lat) {

    private static final String ID_MAIN = "ID_MAIN";
    private static final String RA_MAIN = "POS_EQ_RA_MAIN";
    private static final Set<String> NAMES_OF_IDS =
            Set.of("id", "source_id", "object_id", "objid", "main_id", "designation", "obs_publisher_did");
    private static final String DEC_MAIN = "POS_EQ_DEC_MAIN";

    /**
     * Columns of a table with a position.
     *
     * @param verbosity 1 for what has to be there, 2 for the principal ones, 3 for all
     */
    static ConeColumns of(PublishedTable table, PublishedTable.Position position, int verbosity) {
        Optional<String> main = identifier(
                table.columns().stream().map(PublishedTable.Column::field).toList());
        List<Field> chosen = table.columns().stream()
                .filter(column -> verbosity == 3
                        || verbosity == 2 && column.principal()
                        || column.field().name().equals(position.lonColumn())
                        || column.field().name().equals(position.latColumn())
                        || main.filter(column.field().name()::equals).isPresent())
                .map(PublishedTable.Column::field)
                .toList();
        Optional<String> textual = main.filter(
                name -> chosen.stream().anyMatch(field -> field.name().equals(name) && isText(field)));
        List<Field> fields = new ArrayList<>(chosen.stream()
                .map(field -> withUcd(field, ucd(field, position, textual)))
                .toList());
        List<String> names = chosen.stream().map(Field::name).toList();
        if (textual.isEmpty()) {
            fields.add(withUcd(Field.of(newName(names), Primitive.CHAR), Optional.of(ID_MAIN)));
        }
        int lon = names.indexOf(position.lonColumn());
        return new ConeColumns(
                List.copyOf(fields),
                names,
                textual.isPresent()
                        ? Optional.empty()
                        : Optional.of(IntStream.range(0, names.size())
                                .filter(i -> main.filter(names.get(i)::equals).isPresent() && isWhole(chosen.get(i)))
                                .findFirst()
                                .orElse(lon)),
                lon,
                names.indexOf(position.latColumn()));
    }

    /** The word of a column; what has one of the three words without being it, has none. */
    private static Optional<String> ucd(Field field, PublishedTable.Position position, Optional<String> id) {
        if (id.filter(field.name()::equals).isPresent()) {
            return Optional.of(ID_MAIN);
        }
        if (field.name().equals(position.lonColumn())) {
            return Optional.of(RA_MAIN);
        }
        return field.name().equals(position.latColumn())
                ? Optional.of(DEC_MAIN)
                : field.ucd().filter(word -> !Set.of(ID_MAIN, RA_MAIN, DEC_MAIN).contains(word));
    }

    /** The column that identifies rows: by its UCD, else by its name. */
    private static Optional<String> identifier(List<Field> fields) {
        List<Predicate<Field>> signs = List.of(
                field -> field.ucd().filter("meta.id;meta.main"::equals).isPresent(),
                field -> NAMES_OF_IDS.contains(field.name().toLowerCase(Locale.ROOT)));
        return signs.stream()
                .flatMap(sign -> fields.stream().filter(sign))
                .filter(field -> isText(field) || isWhole(field))
                .map(Field::name)
                .findFirst();
    }

    private static boolean isText(Field field) {
        return (field.primitive() == Primitive.TEXT || field.primitive() == Primitive.CHAR) && !field.isArray();
    }

    private static boolean isWhole(Field field) {
        return switch (field.primitive()) {
            case SHORT, INT, LONG -> !field.isArray();
            case BOOLEAN, UNSIGNED_BYTE, FLOAT, DOUBLE, TEXT, CHAR, TIMESTAMP -> false;
        };
    }

    private static String newName(List<String> names) {
        StringBuilder name = new StringBuilder("main_id");
        while (names.contains(name.toString())) {
            name.append('_');
        }
        return name.toString();
    }

    private static Field withUcd(Field field, Optional<String> ucd) {
        return new Field(
                field.name(),
                field.primitive(),
                field.arraysize(),
                field.unit(),
                ucd,
                field.utype(),
                field.xtype(),
                field.description(),
                field.frame());
    }
}
