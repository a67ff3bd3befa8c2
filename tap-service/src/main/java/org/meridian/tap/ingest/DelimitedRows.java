// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a text whose cells are separated by commas (RFC 4180) or tabulators, in UTF-8. A cell that begins with a
 * quotation mark ends with another; in it those are doubled, and it may have separators and line ends. Elsewhere a quotation
 * mark is a character like others. Blanks around cells are dropped where commas separate them. Empty lines are none. Not
 * thread-safe.
 */
final class DelimitedRows implements Closeable {
    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader in;
    private final char delimiter;
    private final boolean blanksCount;
    private final char[] block = new char[1 << 14];
    private final StringBuilder cell = new StringBuilder();
    private int length;
    private int next;
    private long line = 1;
    private long rowLine = 1;
    private int rowBytes;

    /** @param text from its beginning; closed with the rows */
    DelimitedRows(InputStream text, char delimiter) throws IOException {
        this.in = new InputStreamReader(text, UTF_8);
        this.delimiter = delimiter;
        this.blanksCount = delimiter == '\t';
        if (peek() == BYTE_ORDER_MARK) {
            next++;
        }
    }

    /** The cells of the next row; empty at the end. */
    List<String> row() throws IOException {
        while (endsLine(peek())) {
            endLine();
        }
        rowLine = line;
        rowBytes = 0;
        if (peek() == END) {
            return List.of();
        }
        List<String> cells = new ArrayList<>();
        cells.add(cell());
        while (peek() == delimiter) {
            read();
            if (cells.size() == SourceTables.MAX_COLUMNS) {
                throw new IOException("line " + rowLine + " has more than " + SourceTables.MAX_COLUMNS
                        + " fields; a table can have 1 to " + SourceTables.MAX_COLUMNS + " columns");
            }
            cells.add(cell());
        }
        endLine();
        return cells;
    }

    /** The line, from 1, with which the row last read began. */
    long line() {
        return rowLine;
    }

    private String cell() throws IOException {
        cell.setLength(0);
        skipBlanks();
        if (peek() == '"') {
            readQuoted();
            skipBlanks();
            if (!endsCell(peek())) {
                throw new IOException("at line " + line
                        + " a cell goes on behind its second quotation mark; those within" + " it must be doubled");
            }
            return cell.toString();
        }
        while (!endsCell(peek())) {
            cell.append((char) read());
        }
        int end = cell.length();
        while (!blanksCount && end > 0 && isBlank(cell.charAt(end - 1))) {
            end--;
        }
        return cell.substring(0, end);
    }

    private void readQuoted() throws IOException {
        long from = line;
        read();
        while (true) {
            int c = read();
            if (c == END) {
                throw new IOException("the quotation mark of a cell at line " + from + " has no second one");
            }
            if (c == '"') {
                if (peek() != '"') {
                    return;
                }
                read();
            } else if (c == '\n' || c == '\r' && peek() != '\n') {
                line++;
            }
            cell.append((char) c);
            if (rowBytes > FitsGuard.MAX_ROW_BYTES) {
                throw tooLarge(", within quotation marks of which the second may be missing");
            }
        }
    }

    private void skipBlanks() throws IOException {
        while (!blanksCount && isBlank(peek())) {
            read();
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private boolean endsCell(int c) {
        return c == delimiter || c == END || endsLine(c);
    }

    private static boolean endsLine(int c) {
        return c == '\n' || c == '\r';
    }

    private void endLine() throws IOException {
        if (peek() == '\r') {
            next++;
        }
        if (peek() == '\n') {
            next++;
        }
        line++;
    }

    private int peek() throws IOException {
        if (next == length) {
            length = Math.max(0, in.read(block));
            next = 0;
        }
        return length == 0 ? END : block[next];
    }

    private int read() throws IOException {
        int c = peek();
        if (c != END) {
            next++;
            // Of a pair of surrogates, each.
            rowBytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3;
            if (rowBytes > FitsGuard.MAX_ROW_BYTES + 3) {
                throw tooLarge("");
            }
        }
        return c;
    }

    private IOException tooLarge(String reason) {
        return new IOException("the row that begins at line " + rowLine + " has more than " + FitsGuard.MAX_ROW_BYTES
                + " bytes" + reason);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
