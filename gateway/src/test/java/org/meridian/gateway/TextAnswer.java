// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Small readers of answers that are text: CSV, TSV, ECSV, HTML and JSON. Cells as {@link RandomUpload} has them. */
final class TextAnswer {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final Pattern CELL = Pattern.compile("(?s)<td[^>]*>(.*?)</td>");

    private TextAnswer() {}

    /** Rows of an answer, without the names of the columns. */
    static List<List<@Nullable Object>> rows(String format, String answer, List<UploadColumn> columns)
            throws IOException {
        return switch (format) {
            case "csv" -> parsed(csv(answer), columns, 1);
            case "tsv" -> parsed(tsv(answer), columns, 1);
            case "ecsv" ->
                parsed(
                        csv(
                                answer.lines()
                                                .takeWhile(line -> line.startsWith("#"))
                                                .collect(Collectors.joining())
                                                .isEmpty()
                                        ? answer
                                        : withoutHeader(answer)),
                        columns,
                        1);
            case "html" -> parsed(html(answer), columns, 0);
            case "json" -> {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                for (JsonNode row : JSON.readTree(answer).get("data")) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int i = 0; i < row.size(); i++) {
                        values.add(value(columns.get(i), row.get(i)));
                    }
                    rows.add(values);
                }
                yield rows;
            }
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static String withoutHeader(String ecsv) {
        int start = 0;
        while (ecsv.startsWith("#", start)) {
            start = ecsv.indexOf('\n', start) + 1;
        }
        return ecsv.substring(start);
    }

    /** Records of RFC 4180; an empty field without quotes is null. */
    private static List<List<@Nullable String>> csv(String text) {
        List<List<@Nullable String>> records = new ArrayList<>();
        List<@Nullable String> record = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder field = new StringBuilder();
            boolean quoted = text.charAt(at) == '"';
            if (quoted) {
                for (at++; text.charAt(at) != '"' || text.startsWith("\"\"", at); at++) {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    field.append(text.charAt(at));
                }
                at++;
            } else {
                while (",\r\n".indexOf(text.charAt(at)) < 0) {
                    field.append(text.charAt(at++));
                }
            }
            record.add(quoted || !field.isEmpty() ? field.toString() : null);
            at += text.charAt(at) == '\r' ? 1 : 0;
            if (text.charAt(at++) == '\n') {
                records.add(record);
                record = new ArrayList<>();
            }
        }
        return records;
    }

    private static List<List<@Nullable String>> tsv(String text) {
        List<List<@Nullable String>> records = new ArrayList<>();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            List<@Nullable String> record = new ArrayList<>();
            for (String field : line.split("\t", -1)) {
                boolean quoted = field.startsWith("\"");
                record.add(
                        field.isEmpty()
                                ? null
                                : quoted
                                        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
                                        : field);
            }
            records.add(record);
        }
        return records;
    }

    private static List<List<@Nullable String>> html(String page) {
        List<List<@Nullable String>> records = new ArrayList<>();
        for (String row : page.substring(page.indexOf("<tbody>")).split("<tr>", -1)) {
            if (row.startsWith("<td")) {
                List<@Nullable String> record = new ArrayList<>();
                CELL.matcher(row).results().forEach(cell -> {
                    String text = cell.group(1)
                            .replace("&lt;", "<")
                            .replace("&gt;", ">")
                            .replace("&quot;", "\"")
                            .replace("&#13;", "\r")
                            .replace("&amp;", "&");
                    record.add(text.isEmpty() ? null : text);
                });
                records.add(record);
            }
        }
        return records;
    }

    private static List<List<@Nullable Object>> parsed(
            List<List<@Nullable String>> records, List<UploadColumn> columns, int headers) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable String> record : records.subList(headers, records.size())) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < record.size(); i++) {
                row.add(parsed(columns.get(i), record.get(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object parsed(UploadColumn column, @Nullable String text) throws IOException {
        if (text == null) {
            return null;
        }
        if (column.isList()) {
            if (text.startsWith("[")) {
                return value(column, JSON.readTree(text));
            }
            List<@Nullable Object> list = new ArrayList<>();
            for (String word : text.split(" ", -1)) {
                list.add(word.equals("null") ? null : word(column, word));
            }
            return list;
        }
        return word(column, text);
    }

    private static Object word(UploadColumn column, String word) {
        if (column.isTimestamp()) {
            return LocalDateTime.parse(word);
        }
        if (column.isTruth()) {
            return word.equalsIgnoreCase("true");
        }
        if (column.isWhole()) {
            return Long.parseLong(word);
        }
        return column.isReal() ? (Object) real(column, word) : word;
    }

    /** Infinities as VOTable, Java and Python spell them. */
    private static double real(UploadColumn column, String word) {
        String java =
                word.replaceFirst("(?i)^([+-]?)inf(inity)?$", "$1Infinity").replaceFirst("(?i)^nan$", "NaN");
        return column.isSingle() ? Float.parseFloat(java) : Double.parseDouble(java);
    }

    private static @Nullable Object value(UploadColumn column, JsonNode node) {
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (JsonNode element : node) {
                Object value = value(column, element);
                if (element.isArray()) {
                    list.addAll((List<?>) java.util.Objects.requireNonNull(value));
                } else {
                    list.add(value);
                }
            }
            return list;
        }
        return node.isNull() ? null : word(column, node.asText());
    }
}
