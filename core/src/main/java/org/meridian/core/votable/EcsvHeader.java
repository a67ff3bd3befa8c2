// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The header of ECSV: YAML in comment lines, ASCII with escapes. */
final class EcsvHeader {
    private static final int[] NO_DIMENSIONS = {};
    private static final int[] ANY_LENGTH = {0};

    private EcsvHeader() {}

    static void write(ByteSink sink, Column[] columns, ResultDocument document, TableOutcome outcome) {
        sink.put("# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
        for (Column column : columns) {
            sink.put("# - {" + column(column) + "}\n");
        }
        Map<String, String> meta = new LinkedHashMap<>();
        document.tableName().ifPresent(name -> meta.put("name", name));
        document.description().ifPresent(text -> meta.put("description", text));
        document.infos().forEach(info -> meta.merge(info.name(), info.value(), (one, other) -> one + "\n" + other));
        meta.put("QUERY_STATUS", outcome instanceof TableOutcome.Overflow ? "OVERFLOW" : "OK");
        sink.put("# meta:\n");
        meta.forEach((key, value) -> sink.put("#   " + string(key) + ": " + string(value) + "\n"));
        sink.put("# schema: astropy-2.0\n");
    }

    private static String column(Column column) {
        Field field = column.field();
        List<String> parts = new ArrayList<>();
        parts.add("name: " + string(field.name()));
        boolean isArray = dimensions(column).length > 0;
        parts.add("datatype: " + (isArray ? "string" : datatype(column)));
        if (isArray) {
            parts.add("subtype: " + string(datatype(column) + shape(column)));
        }
        add(parts, "unit", field.unit());
        add(parts, "description", field.description());
        List<String> meta = new ArrayList<>();
        add(meta, "ucd", field.ucd());
        add(meta, "utype", field.utype());
        add(meta, "xtype", column.xtype());
        if (isArray && column.arraysize().orElse("").contains("x") && dimensions(column).length == 1) {
            add(meta, "arraysize", column.arraysize());
        }
        if (!meta.isEmpty()) {
            parts.add("meta: {" + String.join(", ", meta) + "}");
        }
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String key, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> parts.add(key + ": " + string(text)));
    }

    /**
     * Lengths of the dimensions, the slowest first; 0 where it varies; empty for a scalar. Only the last may vary, where the
     * fastest is: an array whose slowest one varies is given as a list.
     */
    static int[] dimensions(Column column) {
        return switch (column.shape()) {
            case SCALAR, TIMESTAMP, TEXT -> NO_DIMENSIONS;
            case TEXT_ARRAY -> column.count() < 0 ? ANY_LENGTH : new int[] {column.count()};
            case TEXT_LIST -> ANY_LENGTH;
            case BYTES, ARRAY -> {
                if (column.count() < 0) {
                    yield ANY_LENGTH;
                }
                String[] sizes = column.arraysize().orElse("1").split("x", -1);
                int[] dimensions = new int[sizes.length];
                for (int i = 0; i < sizes.length; i++) {
                    dimensions[sizes.length - 1 - i] = Integer.parseInt(sizes[i]);
                }
                yield dimensions;
            }
        };
    }

    private static String shape(Column column) {
        StringBuilder shape = new StringBuilder("[");
        for (int length : dimensions(column)) {
            shape.append(shape.length() == 1 ? "" : ",").append(length == 0 ? "null" : Integer.toString(length));
        }
        return shape.append(']').toString();
    }

    private static String datatype(Column column) {
        return switch (column.field().primitive()) {
            case BOOLEAN -> "bool";
            case UNSIGNED_BYTE -> "uint8";
            case SHORT -> "int16";
            case INT -> "int32";
            case LONG -> "int64";
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            case TEXT, CHAR, TIMESTAMP -> "string";
        };
    }

    /** A double-quoted scalar of YAML 1.1, ASCII. */
    static String string(String text) {
        StringBuilder yaml = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                yaml.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                yaml.append("\\n");
            } else if (c >= ' ' && c <= '~') {
                yaml.appendCodePoint(c);
            } else if (c <= 0xFFFF) {
                yaml.append(String.format("\\u%04X", c));
            } else {
                yaml.append(String.format("\\U%08X", c));
            }
        });
        return yaml.append('"').toString();
    }
}
