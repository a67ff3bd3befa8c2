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

    /** @param file from its beginning; closed with the cells */
    EcsvLines(InputStream file) throws IOException {
        // One char per byte: what a cell is in is seen when it is whole.
        lines = new BufferedReader(new InputStreamReader(file, ISO_8859_1));
        for (String text = next(); text != null; text = next()) {
            Matcher named = DELIMITER.matcher(text);
            if (named.matches()) {
                delimiter = named.group(2).charAt(0);
            }
            if (!text.startsWith("#") && !text.isBlank()) {
                // The names of the columns.
                break;
            }
        }
    }

    private @org.jspecify.annotations.Nullable String next() throws IOException {
        line++;
        return lines.readLine();
    }

    /** The line read last, from 1. */
    long line() {
        return line;
    }

    /** The cells of the next row; none if there is none. Empty lines are no rows. */
    List<String> row() throws IOException {
        String text = next();
        while (text != null && text.isBlank()) {
            text = next();
        }
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (text != null && at <= text.length()) {
            StringBuilder cell = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                long begin = line;
                at++;
                int end = text.indexOf('"', at);
                while (end < 0 || end + 1 < text.length() && text.charAt(end + 1) == '"') {
                    if (end >= 0) {
                        cell.append(text, at, end + 1);
                        at = end + 2;
                    } else {
                        cell.append(text, at, text.length()).append('\n');
                        text = next();
                        at = 0;
                        if (text == null) {
                            throw new IOException(
                                    "the quotation mark of a cell at line " + begin + " has no second one");
                        }
                    }
                    end = text.indexOf('"', at);
                }
                cell.append(text, at, end);
                at = end + 1;
            }
            int end = text.indexOf(delimiter, at);
            end = end < 0 ? text.length() : end;
            cells.add(decoded(cell.append(text, at, end).toString()));
            at = end + 1;
        }
        return cells;
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
