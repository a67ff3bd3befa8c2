// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page for reading by people, UTF-8, without script: the query, a table whose header names columns, units and (as tooltips)
 * descriptions, rows as they come, and how they ended, in a bar that stays in sight. A text that is an http or https URL as a
 * whole is a link; everything else is escaped. NULL is an empty cell.
 */
public record HtmlWriter() implements TableWriter {
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8883;--dim:#8889;--head:#8881}
            body{font:15px/1.45 system-ui,sans-serif;margin:1.5rem}
            h1{font-size:1.2rem;margin:0 0 .5rem}
            dl{margin:0 0 1rem}dt{float:left;clear:left;width:8rem;opacity:.7}
            dd{margin:0 0 .25rem 8rem;white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
            thead th{position:sticky;top:0;background:Canvas;border-bottom:2px solid var(--dim);vertical-align:bottom}
            th[data-unit]::after{content:attr(data-unit);display:block;font-weight:400;opacity:.7}
            tbody tr:hover{background:var(--head)}
            .n{text-align:right}td{white-space:pre-wrap}
            .status{position:sticky;bottom:0;margin:1rem 0 0;padding:.5rem .8rem;background:Canvas;border:1px solid var(--line)}
            .overflow,.error{background:#b00020;color:#fff;font-weight:600}
            """;

    /** What a browser may load for such a page: nothing but the style inside it. */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static String digest(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }

    @Override
    public TableFormat format() {
        return TableFormat.HTML;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        begin(sink, document.tableName().orElse("Result"), document);
        sink.put("<table>\n<thead><tr>");
        for (Column column : columns) {
            heading(sink, column);
        }
        sink.put("</tr></thead>\n<tbody>\n");
        sink.flush();
        TableOutcome outcome = RowLoop.run(rows, document, sink, new Rows(columns, sink));
        sink.put("</tbody>\n</table>\n");
        switch (outcome) {
            case TableOutcome.Complete(long count) -> status(sink, "status", inWords(count) + ", all there are.");
            case TableOutcome.Overflow(long count) ->
                status(
                        sink,
                        "status overflow",
                        "OVERFLOW: cut after " + inWords(count) + "; there may be more. Raise MAXREC to see them.");
            case TableOutcome.Failed(long count, RowStreamException cause) ->
                status(
                        sink,
                        "status error",
                        "ERROR after " + inWords(count) + ": " + cause.fault().message());
        }
        end(sink);
        return outcome;
    }

    /** A document that consists of an error. */
    static void writeError(String message, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        begin(sink, "Error", document);
        status(sink, "status error", "ERROR: " + message);
        end(sink);
    }

    private static void begin(ByteSink sink, String title, ResultDocument document) {
        sink.put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
        XmlText.content(sink, title);
        sink.put("</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n<h1>");
        XmlText.content(sink, title);
        sink.put("</h1>\n");
        if (!document.infos().isEmpty()) {
            sink.put("<dl>\n");
            document.infos().forEach(info -> {
                sink.put("<dt>");
                XmlText.content(sink, info.name());
                sink.put("</dt><dd>");
                XmlText.content(sink, info.value());
                sink.put("</dd>\n");
            });
            sink.put("</dl>\n");
        }
    }

    private static void heading(ByteSink sink, Column column) {
        sink.put("<th scope=\"col\"");
        if (Rows.isNumber(column)) {
            XmlText.attribute(sink, "class", "n");
        }
        column.field().unit().ifPresent(unit -> XmlText.attribute(sink, "data-unit", unit));
        column.field().description().ifPresent(text -> XmlText.attribute(sink, "title", text));
        sink.put(">");
        XmlText.content(sink, column.field().name());
        sink.put("</th>");
    }

    private static void status(ByteSink sink, String kind, String message) {
        sink.put("<p role=\"status\" class=\"" + kind + "\">");
        XmlText.content(sink, message);
        sink.put("</p>\n");
    }

    private static void end(ByteSink sink) throws IOException {
        sink.put("</body>\n</html>\n");
        sink.flush();
    }

    private static String inWords(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static final class Rows extends CellText implements RowLoop.RowEncoder {
        private static final byte[] HTTP = XmlText.ascii("http://");
        private static final byte[] HTTPS = XmlText.ascii("https://");

        private final Column[] columns;
        private final ByteSink sink;

        Rows(Column[] columns, ByteSink sink) {
            this.columns = columns;
            this.sink = sink;
        }

        static boolean isNumber(Column column) {
            return column.shape() == Column.Shape.SCALAR && column.field().primitive() != Primitive.BOOLEAN;
        }

        @Override
        public void encode(RowStream rows) throws RowStreamException {
            byte[] bytes = rows.buffer();
            sink.put("<tr>");
            for (int i = 0; i < columns.length; i++) {
                sink.put(isNumber(columns[i]) ? "<td class=\"n\">" : "<td>");
                int length = rows.length(i);
                if (length >= 0 && !countsAsNull(columns[i], bytes, rows.offset(i))) {
                    cell(sink, columns[i], bytes, rows.offset(i), length);
                }
                sink.put("</td>");
            }
            sink.put("</tr>\n");
        }

        @Override
        void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
            boolean link = isLink(bytes, offset, length);
            if (link) {
                target.put("<a rel=\"nofollow noopener noreferrer\"");
                XmlText.attribute(target, "href", new String(bytes, offset, length, StandardCharsets.UTF_8));
                target.put(">");
            }
            XmlText.content(target, bytes, offset, length, false);
            if (link) {
                target.put("</a>");
            }
        }

        /** Whether a text is a URL and nothing else: no blanks, controls or brackets. */
        private static boolean isLink(byte[] bytes, int offset, int length) {
            if (!startsWith(HTTP, bytes, offset, length) && !startsWith(HTTPS, bytes, offset, length)) {
                return false;
            }
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] >= 0 && bytes[i] <= ' ' || bytes[i] == '<' || bytes[i] == '>' || bytes[i] == '"') {
                    return false;
                }
            }
            return true;
        }

        private static boolean startsWith(byte[] prefix, byte[] bytes, int offset, int length) {
            return length > prefix.length
                    && java.util.Arrays.equals(prefix, 0, prefix.length, bytes, offset, offset + prefix.length);
        }

        @Override
        void truth(ByteSink target, boolean value) {
            target.put(value ? "true" : "false");
        }

        @Override
        void nullElement(ByteSink target, Column column) {
            target.put(JsonText.NULL);
        }
    }
}
