// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cells of an ECSV file as they are written (ECSV 1.0): separated by the delimiter that the header names, those with
 * delimiters, quotes or line ends within quotes, which are doubled there. Not thread-safe.
 */
final class EcsvLines implements Closeable {
    private static final Pattern DELIMITER = Pattern.compile("^#\\s*delimiter:\\s*(['\"]?)(.)\\1\\s*$");

    private final BufferedReader lines;
    private char delimiter = ' ';
    private long line;
    private String text = "";
    private int at;

    /** @param file from its beginning; closed with the cells */
    EcsvLines(InputStream file) throws IOException {
        // One char per byte: what a cell is in is seen when it is whole.
        lines = new BufferedReader(new InputStreamReader(file, ISO_8859_1));
        Optional<String> header = next();
        // Up to the names of the columns.
        while (header.filter(text -> text.startsWith("#") || text.isBlank()).isPresent()) {
            Matcher named = DELIMITER.matcher(header.get());
            if (named.matches()) {
                delimiter = named.group(2).charAt(0);
            }
            header = next();
        }
    }

    /** The next line without its line feed: within quotes a carriage return is part of the text. */
    private Optional<String> next() throws IOException {
        line++;
        StringBuilder read = new StringBuilder();
        int c = lines.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = lines.read()) {
            read.append((char) c);
        }
        return Optional.of(read.toString());
    }

    /** The line read last, from 1. */
    long line() {
        return line;
    }

    /** The cells of the next row; none if there is none. Empty lines are no rows. */
    List<String> row() throws IOException {
        Optional<String> next = next();
        while (next.isPresent() && next.get().isBlank()) {
            next = next();
        }
        List<String> cells = new ArrayList<>();
        text = next.orElse("");
        at = next.isPresent() ? 0 : 1;
        while (at <= text.length()) {
            StringBuilder cell = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                quoted(cell);
            }
            int end = text.indexOf(delimiter, at);
            boolean isLast = end < 0;
            end = isLast ? text.length() : end;
            boolean returned = isLast && end > at && text.charAt(end - 1) == '\r';
            cells.add(decoded(cell.append(text, at, returned ? end - 1 : end).toString()));
            at = end + 1;
        }
        return cells;
    }

    /** Reads what stands within quotes, up to and with the second. */
    private void quoted(StringBuilder cell) throws IOException {
        long begin = line;
        at++;
        int end = text.indexOf('"', at);
        while (end < 0 || end + 1 < text.length() && text.charAt(end + 1) == '"') {
            if (end >= 0) {
                cell.append(text, at, end + 1);
                at = end + 2;
            } else {
                cell.append(text, at, text.length()).append('\n');
                at = 0;
                text = next().orElseThrow(() ->
                        new IOException("the quotation mark of a cell at line " + begin + " has no second one"));
            }
            end = text.indexOf('"', at);
        }
        cell.append(text, at, end);
        at = end + 1;
    }

    /** A cell that is UTF-8, or else Latin-1. */
    private static String decoded(String bytes) {
        if (bytes.chars().allMatch(c -> c < 0x80)) {
            return bytes;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
