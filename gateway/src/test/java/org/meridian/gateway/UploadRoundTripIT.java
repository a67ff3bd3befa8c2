// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * Random tables of every datatype, uploaded in every format and selected in every format, come back as they were (TAP 1.1,
 * sections 2.5 and 3.5), but for what {@link FormatLimits} says. MERIDIAN_ROUND_TRIPS is the number of tables for each
 * format, MERIDIAN_ROUND_TRIP_SEED that of the first.
 */
@Timeout(600)
class UploadRoundTripIT {
    private static final List<String> ANSWERS = List.of(
            "votable/td", "votable/b", "votable/b2", "csv", "tsv", "ecsv", "html", "json", "fits", "parquet", "text");
    private static final Map<String, String> RENAMED =
            Map.of("ctid", "ctid_", "tableoid", "tableoid_", "Meridian_row", "file_Meridian_row");

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(Optional.empty());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static long number(String variable, long otherwise) {
        return Optional.ofNullable(System.getenv(variable)).map(Long::parseLong).orElse(otherwise);
    }

    @FunctionalInterface
    private interface Check {
        void table(long seed) throws Exception;
    }

    private static void forManyTables(Check check) throws Exception {
        long first = number("MERIDIAN_ROUND_TRIP_SEED", 1);
        for (long seed = first; seed < first + number("MERIDIAN_ROUND_TRIPS", 3); seed++) {
            try {
                check.table(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("MERIDIAN_ROUND_TRIP_SEED=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TABLEDATA", "BINARY", "BINARY2"})
    void votables(String serialization) throws Exception {
        forManyTables(seed -> {
            RandomUpload upload = new RandomUpload(seed, false);
            byte[] file = VotableUpload.document(upload, serialization).getBytes(UTF_8);
            for (String answer : ANSWERS) {
                compare(upload, serialization, file, answer);
            }
            for (String answer : List.of("TABLEDATA", "BINARY2")) {
                byte[] document = ask(file, "application/x-votable+xml;version=1.5;serialization=" + answer);
                rows(upload, serialization, answer.equals("BINARY2") ? "votable/b2" : "votable/td", document);
            }
            metadata(upload, new VotableAnswer(ask(file, "votable/td")).fields());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "fits", "csv", "tsv", "ecsv"})
    void files(String format) throws Exception {
        forManyTables(seed -> {
            RandomUpload upload = new RandomUpload(seed, !format.equals("parquet"));
            byte[] file = switch (format) {
                case "parquet" -> FileUpload.parquet(upload);
                case "fits" -> FileUpload.fits(upload);
                case "csv" -> FileUpload.csv(upload);
                case "tsv" -> FileUpload.tsv(upload);
                default -> FileUpload.ecsv(upload);
            };
            compare(upload, format, file, "votable/b2");
            compare(upload, format, file, "csv");
        });
    }

    /** Answers in text formats are tables to upload again, and come back as they are. */
    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv"})
    void answers(String format) throws Exception {
        forManyTables(seed -> {
            RandomUpload upload = new RandomUpload(seed, false);
            byte[] answer = ask(VotableUpload.document(upload, "BINARY2").getBytes(UTF_8), format);
            byte[] again = ask(answer, format);
            assertEquals(texts(upload, format, answer), texts(upload, format, again));
        });
    }

    /** Cells as texts; a blank one is NULL in uploads of text. */
    private static List<List<String>> texts(RandomUpload upload, String format, byte[] answer) throws Exception {
        return TextAnswer.rows(format, new String(answer, UTF_8), upload.columns()).stream()
                .map(row -> row.stream()
                        .map(cell -> cell instanceof String text && text.isBlank() ? "null" : shown(cell))
                        .toList())
                .toList();
    }

    private static byte[] ask(byte[] file, String format) throws Exception {
        HttpResponse<byte[]> answer = gateway.queryForBytes(
                "SELECT * FROM TAP_UPLOAD.t ORDER BY n",
                Map.of("UPLOAD", "t,param:t", "RESPONSEFORMAT", format),
                Map.of("t", file));
        assertEquals(200, answer.statusCode(), () -> format + ": " + new String(answer.body(), UTF_8));
        return answer.body();
    }

    private static void compare(RandomUpload upload, String sent, byte[] file, String answer) throws Exception {
        rows(upload, sent, answer, ask(file, answer));
    }

    private static void rows(RandomUpload upload, String sent, String answer, byte[] document) throws Exception {
        List<UploadColumn> columns = upload.columns();
        List<List<@Nullable Object>> found = switch (answer) {
            case "votable/td", "votable/b", "votable/b2" -> new VotableAnswer(document).rows();
            case "fits" -> BinaryAnswer.fits(document, columns);
            case "parquet" -> BinaryAnswer.parquet(document, columns);
            case "text" -> {
                // For people: a number that no other column has is there for each row.
                String text = new String(document, UTF_8);
                assertTrue(
                        text.lines()
                                        .filter(line -> line.matches("\\s*[0-9]+ .*"))
                                        .count()
                                >= upload.rows().size(),
                        text);
                yield List.of();
            }
            default -> TextAnswer.rows(answer, new String(document, UTF_8), columns);
        };
        if (answer.equals("text")) {
            return;
        }
        assertEquals(upload.rows().size(), found.size(), sent + " to " + answer);
        for (int r = 0; r < found.size(); r++) {
            for (int c = 0; c < columns.size(); c++) {
                UploadColumn column = columns.get(c);
                Object value = upload.rows().get(r).get(c);
                Object stored = FormatLimits.stored(sent, column, value);
                Object expected =
                        FormatLimits.withoutPadding(answer, column, FormatLimits.answered(answer, column, stored));
                Object cell =
                        FormatLimits.withoutPadding(answer, column, found.get(r).get(c));
                // A format that keeps more than it must is no worse for it.
                boolean kept =
                        stored != null && same(answer, stored, cell) || value != null && same(answer, value, cell);
                if (!same(answer, expected, cell) && !kept) {
                    assertEquals(
                            shown(expected),
                            shown(cell),
                            sent + " to " + answer + ", row " + r + ", column " + column + ", sent " + shown(value));
                }
            }
        }
    }

    private static boolean same(String answer, @Nullable Object expected, @Nullable Object found) {
        if (expected == null) {
            return found == null || FormatLimits.meansNull(answer, found);
        }
        if (expected instanceof LocalDateTime && found instanceof String text) {
            return expected.equals(LocalDateTime.parse(text));
        }
        return expected.equals(found);
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "'" + text.replace("\r", "\\r") + "'" : String.valueOf(value);
    }

    private static void metadata(RandomUpload upload, List<Element> fields) {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            UploadColumn column = upload.columns().get(i);
            Element field = fields.get(i);
            expected.add(String.join(
                    "|",
                    RENAMED.getOrDefault(column.name(), column.name()),
                    column.unit(),
                    column.ucd(),
                    column.utype(),
                    column.xtype(),
                    column.description(),
                    type(column)));
            found.add(String.join(
                    "|",
                    field.getAttribute("name"),
                    field.getAttribute("unit"),
                    field.getAttribute("ucd"),
                    field.getAttribute("utype"),
                    field.getAttribute("xtype"),
                    field.getElementsByTagName("DESCRIPTION").getLength() == 0
                            ? ""
                            : field.getElementsByTagName("DESCRIPTION").item(0).getTextContent(),
                    column.isCharacters()
                            ? ""
                            : field.getAttribute("datatype") + " " + field.getAttribute("arraysize")));
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    /** Datatype and arraysize of numbers: bits are truth values, complex numbers are two, bytes with NULLs are shorts. */
    private static String type(UploadColumn column) {
        if (column.isCharacters()) {
            return "";
        }
        String datatype = switch (column.datatype()) {
            case "bit" -> "boolean";
            case "unsignedByte" -> column.isList() && column.hasNoValue() ? "short" : "unsignedByte";
            default -> column.datatype().replace("Complex", "");
        };
        String size = column.arraysize();
        return datatype + " " + (column.isComplex() ? size.isEmpty() ? "2" : "2x" + size : size);
    }
}
