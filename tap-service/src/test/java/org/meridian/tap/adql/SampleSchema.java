// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** Some published tables for tests. */
public final class SampleSchema {
    /** Schemas demo, other and TAP_SCHEMA. */
    public static final TapSchema TABLES = new TapSchema(List.of(
            new TapSchema.Schema(
                    "demo",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(
                            table(
                                    "demo",
                                    "stars",
                                    "id BIGINT - meta.id;meta.main",
                                    "ra DOUBLE deg pos.eq.ra;meta.main",
                                    "dec DOUBLE deg pos.eq.dec;meta.main",
                                    "mag REAL mag phot.mag;em.opt.V",
                                    "pmra REAL mas/yr pos.pm;pos.eq.ra",
                                    "pmdec REAL mas/yr pos.pm;pos.eq.dec",
                                    "n_obs SMALLINT - meta.number",
                                    "name TEXT - meta.id",
                                    "observed TIMESTAMP - time.epoch",
                                    "variable BOOLEAN - meta.code",
                                    "pos POINT deg pos.eq",
                                    "size REAL arcsec phys.angSize",
                                    "Teff REAL K phys.temperature",
                                    "spectrum ARRAY - phot.flux"),
                            table(
                                    "demo",
                                    "fields",
                                    "id BIGINT - meta.id",
                                    "footprint POLYGON deg pos.outline",
                                    "center POINT deg pos.eq",
                                    "exptime DOUBLE s time.duration",
                                    "label TEXT - meta.title"))),
            new TapSchema.Schema(
                    "other",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(
                            table("other", "fields", "id BIGINT - meta.id", "depth DOUBLE mag phot.mag"),
                            table(
                                    "other",
                                    "spectra",
                                    "star_id BIGINT - meta.id",
                                    "snr REAL - stat.snr",
                                    "label TEXT - meta.title",
                                    "code CHAR - meta.code"))),
            new TapSchema.Schema(
                    "TAP_SCHEMA",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(table("TAP_SCHEMA", "tables", "table_name TEXT - -", "schema_name TEXT - -")))));

    private static final NameResolver RESOLVER =
            name -> name.equals("GJ 699") ? Optional.of(new SkyPoint(269.45, 4.69)) : Optional.empty();

    /** The functions of every service, and one of this one. */
    public static final Udfs UDFS = udfs();

    private SampleSchema() {}

    private static Udfs udfs() {
        List<Udf> functions =
                new ArrayList<>(IvoaFunctions.with(Optional.of(RESOLVER)).functions());
        functions.add(udf("demo_epoch(t TIMESTAMP) -> DOUBLE"));
        return new Udfs(functions, Optional.of(RESOLVER));
    }

    private static Udf udf(String form) {
        try {
            return new Udf(UdfSignature.parse(form), "");
        } catch (AdqlException e) {
            throw new IllegalArgumentException(e.describe(), e);
        }
    }

    private static TapTable table(String schema, String name, String... columns) {
        List<TapColumn> result = new ArrayList<>();
        for (String column : columns) {
            String[] cells = column.split(" ");
            result.add(column(cells[0], cells[1], given(cells[2]), given(cells[3])));
        }
        return new TapTable(
                schema, name, "table", Optional.empty(), Optional.empty(), result, List.of(), TapTable.Sky.NONE);
    }

    private static Optional<String> given(String cell) {
        return Optional.of(cell).filter(text -> !text.equals("-"));
    }

    private static TapColumn column(String name, String type, Optional<String> unit, Optional<String> ucd) {
        Primitive primitive = switch (type) {
            case "SMALLINT" -> Primitive.SHORT;
            case "BIGINT" -> Primitive.LONG;
            case "REAL", "ARRAY" -> Primitive.FLOAT;
            case "TEXT" -> Primitive.TEXT;
            case "CHAR" -> Primitive.CHAR;
            case "TIMESTAMP" -> Primitive.TIMESTAMP;
            case "BOOLEAN" -> Primitive.BOOLEAN;
            default -> Primitive.DOUBLE;
        };
        ValueType valueType = switch (type) {
            case "CHAR" -> Simple.TEXT;
            case "TEXT", "TIMESTAMP", "BOOLEAN" -> Simple.valueOf(type);
            case "POINT", "POLYGON" -> Geometry.valueOf(type);
            case "ARRAY" -> new ValueType.Array(Primitive.FLOAT);
            default -> Numeric.valueOf(type);
        };
        Optional<String> arraysize = switch (type) {
            case "POINT" -> Optional.of("2");
            case "POLYGON", "ARRAY" -> Optional.of("*");
            default -> Optional.empty();
        };
        Field field = new Field(
                name,
                primitive,
                arraysize,
                unit,
                ucd,
                Optional.empty(),
                Optional.empty(),
                Optional.of("about " + name),
                Optional.empty());
        return new TapColumn(field, valueType, false, true, false);
    }
}
