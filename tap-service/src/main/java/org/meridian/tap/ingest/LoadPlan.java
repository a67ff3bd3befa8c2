// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.meridian.core.votable.Field;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.SkyIndex.LonLatColumns;
import org.meridian.tap.schema.SkyIndex.PointColumn;
import org.meridian.tap.schema.SkyIndex.RegionIndex;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.UploadNames;
import org.meridian.tap.schema.ValueType;

/**
 * What the table will consist of: published columns in order, then hidden ones: the row number where regions have covers,
 * the two sky cells of each position.
 *
 * @param columns published columns
 * @param positions positions with an index; rows are sorted by the first
 * @param regions columns with a cover table
 * @param indexed numbers of the columns with a B-tree of their own
 * @param numbered whether rows have a number, with or without regions
 */
record LoadPlan(
        List<LoadColumn> columns,
        List<Position> positions,
        List<Region> regions,
        Set<Integer> indexed,
        boolean numbered) {
    static final String COVER_SCHEMA = "meridian_cover";
    private static final String ROW_COLUMN = UploadNames.ROW;

    LoadPlan {
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
        regions = List.copyOf(regions);
        indexed = Set.copyOf(indexed);
    }

    /** A position: numbers of its columns; {@code lat} is -1 where {@code lon} is a point column. */
    record Position(SkyIndex index, int lon, int lat) {}

    /** A region column and its cover. */
    record Region(int column, RegionIndex index) {
        /** Name of the cover table inside its schema. */
        String coverName() {
            return index.coverTable().substring(COVER_SCHEMA.length() + 1);
        }
    }

    /** The plan of a new table. */
    static LoadPlan create(List<LoadColumn> columns, Optional<PositionFinder.Found> main, Set<Integer> indexed) {
        List<Position> positions = new ArrayList<>();
        main.ifPresent(found -> positions.add(position(
                positions.size(),
                new LonLatColumns(
                        columns.get(found.lon()).name(),
                        columns.get(found.lat()).name()),
                found.lon(),
                found.lat())));
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            LoadColumn column = columns.get(i);
            if (column.type() == ValueType.Geometry.POINT) {
                positions.add(position(positions.size(), new PointColumn(column.name()), i, -1));
            } else if (column.isRegion()) {
                String cover = COVER_SCHEMA + ".c_"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
                regions.add(new Region(i, new RegionIndex(column.name(), ROW_COLUMN, cover)));
            }
        }
        return new LoadPlan(columns, positions, regions, indexed, false);
    }

    /** The plan of a table without an index, whose rows have a number. */
    static LoadPlan numbered(List<LoadColumn> columns) {
        return new LoadPlan(columns, List.of(), List.of(), Set.of(), true);
    }

    private static Position position(int number, SkyIndex.Position position, int lon, int lat) {
        String suffix = number == 0 ? "" : "_" + (number + 1);
        return new Position(
                new SkyIndex(
                        position,
                        ColumnNames.HIDDEN_PREFIX + "hpx29" + suffix,
                        ColumnNames.HIDDEN_PREFIX + "hpx14" + suffix),
                lon,
                lat);
    }

    /** The plan for more rows of a table that exists. */
    static LoadPlan append(TapTable table) {
        List<LoadColumn> columns = table.columns().stream().map(LoadColumn::of).toList();
        List<String> names = columns.stream().map(LoadColumn::name).toList();
        List<Position> positions = table.sky().positions().stream()
                .map(index -> switch (index.position()) {
                    case LonLatColumns(String lon, String lat) ->
                        new Position(index, names.indexOf(lon), names.indexOf(lat));
                    case PointColumn(String point) -> new Position(index, names.indexOf(point), -1);
                })
                .toList();
        List<Region> regions = table.sky().regions().stream()
                .map(index -> new Region(names.indexOf(index.column()), index))
                .toList();
        Set<Integer> indexed = Set.copyOf(IntStream.range(0, columns.size())
                .filter(i -> table.columns().get(i).indexed())
                .boxed()
                .toList());
        return new LoadPlan(columns, positions, regions, indexed, false);
    }

    /** The name of the hidden row number, where the table has one. */
    Optional<String> rowColumn() {
        return numbered
                ? Optional.of(ROW_COLUMN)
                : regions.stream().map(region -> region.index.rowColumn()).findFirst();
    }

    /** Names of the hidden columns, in the order in which rows carry them after the published ones; all {@code bigint}. */
    List<String> hiddenColumns() {
        List<String> names = new ArrayList<>();
        rowColumn().ifPresent(names::add);
        for (Position position : positions) {
            names.add(position.index.cell29Column());
            names.add(position.index.cell14Column());
        }
        return names;
    }

    /** What TAP_SCHEMA says of the sky of this table. */
    TapTable.Sky sky() {
        return new TapTable.Sky(
                positions.stream().map(Position::index).toList(),
                regions.stream().map(Region::index).toList());
    }

    /** Whether a condition on the column can use an index. */
    boolean isIndexed(int column) {
        return indexed.contains(column)
                || positions.stream().anyMatch(p -> p.lon == column || p.lat == column)
                || regions.stream().anyMatch(r -> r.column == column);
    }

    /** The plan with fields as loading found them to be. */
    LoadPlan withFields(List<Field> fields) {
        List<LoadColumn> found = IntStream.range(0, columns.size())
                .mapToObj(i -> new LoadColumn(
                        columns.get(i).sourceName(),
                        fields.get(i),
                        columns.get(i).emptyIsText()))
                .toList();
        return new LoadPlan(found, positions, regions, indexed, numbered);
    }
}
