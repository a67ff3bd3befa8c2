// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.meridian.bench.HttpConnection.Answer;
import org.meridian.bench.HttpConnection.Drain;

/** Synchronous queries over one connection that stays open. Not thread-safe. */
final class TapClient implements AutoCloseable {
    /** More rows than any table here has: every answer is whole. */
    static final long MAXREC = 100_000_000;

    private static final int BUFFER = 1 << 16;

    private final HttpConnection connection;
    private final String token;

    /** The formats that are measured, by what RESPONSEFORMAT calls them. */
    enum Format {
        /** What a client gets that asks for nothing else. */
        DEFAULT(""),
        BINARY2("application/x-votable+xml;serialization=BINARY2"),
        TABLEDATA("application/x-votable+xml;serialization=TABLEDATA"),
        CSV("csv"),
        FITS("fits");

        private final String parameter;

        Format(String parameter) {
            this.parameter = parameter;
        }
    }

    TapClient(URI base) throws IOException {
        this(base, BUFFER);
    }

    /** A client that reads so much at a time. */
    TapClient(URI base, int bufferBytes) throws IOException {
        connection = new HttpConnection(base, bufferBytes);
        token = "";
    }

    /** A client of a user. */
    TapClient(URI base, String token) throws IOException {
        this.connection = new HttpConnection(base, BUFFER);
        this.token = token;
    }

    /**
     * Runs a query and reads the whole answer.
     *
     * @throws IOException if the answer is not a good one
     */
    Answer query(String adql, Format format, Drain drain) throws IOException {
        return connection.post("/tap/sync", form(adql, format), token, drain).orFail();
    }

    private static String form(String adql, Format format) {
        return "LANG=ADQL&MAXREC=" + MAXREC
                + (format.parameter.isEmpty() ? "" : "&RESPONSEFORMAT=" + encoded(format.parameter)) + "&QUERY="
                + encoded(adql);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
