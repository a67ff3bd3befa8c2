// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** Space MOCs as text. */
final class MocText {
    private static final JsonFactory JSON = new JsonFactory();

    private final String text;
    private final LongList ranges = new LongList(64);
    private int at;
    private int best = -1;

    private MocText(String text) {
        this.text = text;
    }

    static Moc parseAscii(String text) {
        return new MocText(text).ascii();
    }

    private Moc ascii() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == 's') {
            at++;
            skipBlanks();
        }
        int order = -1;
        while (at < text.length()) {
            int start = at;
            long number = number();
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '/') {
                at++;
                order = checkedOrder(number, start);
            } else if (order < 0) {
                throw new RegionParseException("expected an order and '/'", start + 1);
            } else {
                long last = number;
                if (at < text.length() && text.charAt(at) == '-') {
                    at++;
                    skipBlanks();
                    last = number();
                }
                add(order, number, last, start + 1);
            }
            skipBlanks();
        }
        return moc();
    }

    private void skipBlanks() {
        // commas and tabs are no separators of the standard but occur
        while (at < text.length() && " \t\r\n,".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private long number() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
            String hint = at < text.length() && text.charAt(at) == 't' ? "; time MOCs are not supported" : "";
            throw new RegionParseException("expected a number of a space MOC, found " + found + hint, start + 1);
        }
        if (at - start > 19) {
            throw new RegionParseException("there is no such cell", start + 1);
        }
        try {
            return Long.parseLong(text, start, at, 10);
        } catch (NumberFormatException e) {
            throw new RegionParseException("there is no such cell", start + 1);
        }
    }

    private int checkedOrder(long number, int start) {
        if (number > Healpix.MAX_ORDER) {
            throw new RegionParseException("an order must lie in [0, 29], not " + number, start + 1);
        }
        best = Math.max(best, (int) number);
        return (int) number;
    }

    private void add(int order, long first, long last, int position) {
        if (first > last || first < 0 || last >= Healpix.cellCount(order)) {
            String cells = first == last ? "cell " + first : "cells " + first + "-" + last;
            throw new RegionParseException("there are no " + cells + " at order " + order, position);
        }
        int shift = 2 * (Healpix.MAX_ORDER - order);
        ranges.add(first << shift);
        ranges.add(((last + 1) << shift) - 1);
    }

    private Moc moc() {
        if (best < 0) {
            throw new RegionParseException("expected an order and '/'", text.length() + 1);
        }
        return Moc.ofRanges(best, ranges.toArray());
    }

    static Moc parseJson(String text) {
        MocText parser = new MocText(text);
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            parser.object(json, true);
            if (json.nextToken() != null) {
                throw parser.unexpected(json, "the end");
            }
            return parser.moc();
        } catch (IOException e) {
            throw new RegionParseException("this is no well-formed JSON", text.length() + 1);
        }
    }

    private void object(JsonParser json, boolean outermost) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected(json, "'{'");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            int position = position(json);
            json.nextToken();
            if (outermost && key.equals("s")) {
                object(json, false);
            } else if (key.matches("[0-9]{1,2}")) {
                cells(json, checkedOrder(Long.parseLong(key), position - 1));
            } else {
                throw new RegionParseException("expected an order of a space MOC, found '" + key + "'", position);
            }
        }
    }

    private void cells(JsonParser json, int order) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw unexpected(json, "'['");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw unexpected(json, "a cell");
            }
            add(order, json.getLongValue(), json.getLongValue(), position(json));
        }
    }

    private RegionParseException unexpected(JsonParser json, String expected) {
        return new RegionParseException("expected " + expected, position(json));
    }

    private static int position(JsonParser json) {
        return (int) json.currentTokenLocation().getCharOffset() + 1;
    }

    static String ascii(Moc moc) {
        StringBuilder out = new StringBuilder();
        int order = -1;
        List<CoverCell> cells = moc.cells();
        for (int i = 0; i < cells.size(); ) {
            CoverCell first = cells.get(i);
            int run = runLength(cells, i);
            out.append(i == 0 ? "" : " ");
            if (first.order() != order) {
                order = first.order();
                out.append(order).append('/');
            }
            out.append(first.cell());
            if (run > 1) {
                out.append('-').append(first.cell() + run - 1);
            }
            i += run;
        }
        if (order < moc.order()) {
            out.append(cells.isEmpty() ? "" : " ").append(moc.order()).append('/');
        }
        return out.toString();
    }

    private static int runLength(List<CoverCell> cells, int from) {
        CoverCell first = cells.get(from);
        int run = 1;
        while (from + run < cells.size()
                && cells.get(from + run).order() == first.order()
                && cells.get(from + run).cell() == first.cell() + run) {
            run++;
        }
        return run;
    }

    static String json(Moc moc) {
        StringBuilder out = new StringBuilder("{");
        int order = -1;
        for (CoverCell cell : moc.cells()) {
            if (cell.order() != order) {
                out.append(order < 0 ? "" : "],");
                order = cell.order();
                out.append('"').append(order).append("\":[").append(cell.cell());
            } else {
                out.append(',').append(cell.cell());
            }
        }
        out.append(order < 0 ? "" : "]");
        if (order < moc.order()) {
            out.append(order < 0 ? "" : ",").append('"').append(moc.order()).append("\":[]");
        }
        return out.append('}').toString();
    }
}
