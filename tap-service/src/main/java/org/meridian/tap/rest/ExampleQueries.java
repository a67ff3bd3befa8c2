// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.ExamplesDocument.Example;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;

/**
 * Examples made from what is published, so that they always run: first rows, a cone, a join on the sky, a density map. Written so that
 * ADQL 2.0 has them too (with a coordinate system): STILTS 3.4 and TOPCAT 4.8 check examples by its grammar.
 */
final class ExampleQueries {

    private static final int TABLES_SHOWN = 6;
    private static final int COLUMNS_SHOWN = 5;

    private ExampleQueries() {}

    /** Examples for the tables of {@code published}. */
    static List<Example> of(TapSchema published) {
        List<TapTable> tables = published.tables().stream()
                .filter(table -> !table.schema().equalsIgnoreCase("tap_schema"))
                .filter(table -> !table.columns().isEmpty())
                .limit(TABLES_SHOWN)
                .toList();
        List<Example> examples = new ArrayList<>();
        tables.forEach(table -> {
            examples.add(firstRows(table));
            cone(table).ifPresent(examples::add);
        });
        match(tables).ifPresent(examples::add);
        tables.stream().flatMap(table -> skyMap(table).stream()).findFirst().ifPresent(examples::add);
        examples.add(new Example(
                "Tables and their descriptions",
                "SELECT table_name, description\nFROM tap_schema.tables\nORDER BY table_name",
                "What is published, asked of TAP_SCHEMA."));
        return List.copyOf(examples);
    }

    private static Example firstRows(TapTable table) {
        String columns = String.join(", ", shown(table));
        return new Example(
                "First rows of " + table.qualifiedName(),
                "SELECT TOP 10 " + columns + "\nFROM " + written(table),
                table.description().orElse("Ten rows, in no particular order."));
    }

    private static Optional<Example> cone(TapTable table) {
        return point(table, "")
                .map(point -> new Example(
                        "Cone in " + table.qualifiedName(),
                        "SELECT TOP 100 " + String.join(", ", shown(table)) + "\nFROM " + written(table)
                                + "\nWHERE 1 = CONTAINS(" + point + ", CIRCLE('ICRS', 83.63, 22.01, 2.0))",
                        "Everything within 2 degrees of a position (ICRS, degrees), found through the sky index."));
    }

    private static Optional<Example> skyMap(TapTable table) {
        return point(table, "")
                .map(point -> new Example(
                        "Density map of " + table.qualifiedName(),
                        "SELECT hpx, COUNT(*) AS n\nFROM (SELECT ivo_healpix_index(4, " + point + ") AS hpx\n  FROM "
                                + written(table) + ") AS cells\nGROUP BY hpx",
                        "How many rows there are in each HEALPix cell (NESTED, order 4), by a function of the IVOA's"
                                + " catalogue."));
    }

    private static Optional<Example> match(List<TapTable> tables) {
        List<TapTable> withPositions =
                tables.stream().filter(table -> point(table, "").isPresent()).toList();
        if (withPositions.size() < 2) {
            return Optional.empty();
        }
        TapTable left = withPositions.get(0);
        TapTable right = withPositions.get(1);
        return Optional.of(new Example(
                "Pairs of " + left.qualifiedName() + " and " + right.qualifiedName(),
                "SELECT TOP 100 a." + shown(left).getFirst() + " AS id_a, b."
                        + shown(right).getFirst()
                        + " AS id_b,\n  DISTANCE(" + point(left, "a.").orElseThrow() + ", "
                        + point(right, "b.").orElseThrow() + ") * 3600 AS arcsec"
                        + "\nFROM " + written(left) + " AS a\nJOIN " + written(right) + " AS b"
                        + "\n  ON DISTANCE(" + point(left, "a.").orElseThrow() + ", "
                        + point(right, "b.").orElseThrow() + ") < 10.0/3600",
                "A join on the sky: pairs closer than 10 arcseconds."));
    }

    private static Optional<String> point(TapTable table, String alias) {
        return table.sky().positions().stream().findFirst().map(index -> switch (index.position()) {
            case SkyIndex.LonLatColumns(String lon, String lat) ->
                "POINT('ICRS', " + alias + AdqlName.written(lon) + ", " + alias + AdqlName.written(lat) + ")";
            case SkyIndex.PointColumn(String column) -> alias + AdqlName.written(column);
        });
    }

    private static List<String> shown(TapTable table) {
        List<String> principal = table.columns().stream()
                .filter(TapColumn::principal)
                .map(TapColumn::name)
                .toList();
        List<String> names = principal.isEmpty()
                ? table.columns().stream().map(TapColumn::name).toList()
                : principal;
        return names.stream().limit(COLUMNS_SHOWN).map(AdqlName::written).toList();
    }

    private static String written(TapTable table) {
        return AdqlName.written(table.schema(), table.name());
    }
}
