// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A connection to an HTTP/1.1 server that costs next to nothing, so that the gateway is measured and not its client.
 * Stays open between requests. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 300_000;
    private static final int TAIL = 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer;
    private int position;
    private int limit;

    /** Is shown the body as it comes. */
    @FunctionalInterface
    interface Drain {
        /** Drops everything. */
        Drain NOTHING = (bytes, from, length) -> {};

        /** The next bytes; valid during the call only. */
        void take(byte[] bytes, int from, int length) throws IOException;
    }

    /**
     * An answer that was read to its end.
     *
     * @param status HTTP status
     * @param bytes length of the body
     * @param firstByteSeconds from before the request was sent to the first byte of the body
     * @param seconds from before the request was sent to the last byte of the body
     * @param tail end of the body
     * @param retryAfter seconds in the field Retry-After
     * @param location the field Location; blank if there is none
     */
    record Answer(
            int status,
            long bytes,
            double firstByteSeconds,
            double seconds,
            String tail,
            OptionalLong retryAfter,
            String location) {
        /**
         * This answer, if it is a good one.
         *
         * @throws IOException if the status is not 200 or the document says that something went wrong
         */
        Answer orFail() throws IOException {
            if (status != 200 || tail.contains("value=\"ERROR\"")) {
                throw new IOException("the gateway answered with status " + status + ": ..." + tail);
            }
            return this;
        }
    }

    /**
     * Connects.
     *
     * @param base of the server
     * @param bufferBytes how much is read at a time; up to 16 kB it also sets how much the system buffers
     */
    HttpConnection(URI base, int bufferBytes) throws IOException {
        socket = new Socket();
        if (bufferBytes <= 16384) {
            socket.setReceiveBufferSize(bufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 5000);
        in = socket.getInputStream();
        buffer = new byte[bufferBytes];
    }

    /** Sends a request without a body. */
    Answer get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n", Drain.NOTHING);
    }

    /**
     * Sends a form.
     *
     * @param form already encoded
     */
    Answer post(String path, String form, Drain drain) throws IOException {
        return post(path, form, "", drain);
    }

    /**
     * Sends a form of a user.
     *
     * @param form already encoded
     * @param token his bearer token; empty for nobody's
     */
    Answer post(String path, String form, String token, Drain drain) throws IOException {
        return exchange(
                "POST " + path + " HTTP/1.1\r\nHost: " + host()
                        + authorization(token)
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form,
                drain);
    }

    /** Asks for a path in the name of a client, as a proxy would. */
    Answer get(String path, String client, Drain drain) throws IOException {
        return exchange(
                "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nX-Forwarded-For: " + client + "\r\n\r\n", drain);
    }

    /**
     * Asks for a path in the name of a user.
     *
     * @param token his bearer token; empty for nobody's
     */
    Answer get(String path, String token) throws IOException {
        return exchange(
                "GET " + path + " HTTP/1.1\r\nHost: " + host() + authorization(token) + "\r\n\r\n", Drain.NOTHING);
    }

    /**
     * Sends a file of a user.
     *
     * @param token his bearer token; empty for nobody's
     * @param bytes of the file, repeated until it has its length
     * @param length of the file
     */
    Answer put(String path, String token, byte[] bytes, long length) throws IOException {
        String head = "PUT " + path + " HTTP/1.1\r\nHost: " + host() + authorization(token) + "\r\nContent-Length: "
                + length + "\r\n\r\n";
        return exchange(head, new Sending(bytes, length), Drain.NOTHING);
    }

    private static String authorization(String token) {
        return token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token;
    }

    /** The body of a request. */
    private record Sending(byte[] bytes, long length) {
        static final Sending NOTHING = new Sending(new byte[0], 0);

        void to(OutputStream out) throws IOException {
            long left = length;
            while (left > 0) {
                int some = (int) Math.min(left, bytes.length);
                out.write(bytes, 0, some);
                left -= some;
            }
        }
    }

    private String host() {
        return socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
    }

    private Answer exchange(String request, Drain drain) throws IOException {
        return exchange(request, Sending.NOTHING, drain);
    }

    private Answer exchange(String request, Sending sending, Drain drain) throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        sending.to(socket.getOutputStream());
        String[] statusLine = line().split(" ", 3);
        boolean chunked = false;
        OptionalLong length = OptionalLong.empty();
        OptionalLong retryAfter = OptionalLong.empty();
        String location = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
            if (lower.startsWith("retry-after:")) {
                retryAfter = OptionalLong.of(Long.parseLong(lower.substring(12).strip()));
            }
            if (lower.startsWith("location:")) {
                location = header.substring(9).strip();
            }
            if (lower.startsWith("content-length:")) {
                length = OptionalLong.of(Long.parseLong(lower.substring(15).strip()));
            }
        }
        Body body = new Body(drain, start);
        int status = Integer.parseInt(statusLine[1]);
        if (status == 204) {
            body.read(0);
        } else if (chunked) {
            readChunks(body);
        } else if (length.isPresent()) {
            body.read(length.getAsLong());
        } else {
            throw new IOException("the answer does not say how long it is");
        }
        return new Answer(
                status, body.bytes, body.firstByte, seconds(start), body.tail.toString(), retryAfter, location);
    }

    private void readChunks(Body body) throws IOException {
        while (true) {
            String size = line();
            int end = size.indexOf(';');
            long length = Long.parseLong(end < 0 ? size : size.substring(0, end), 16);
            if (length == 0) {
                while (!line().isEmpty()) {
                    // trailers
                }
                return;
            }
            body.read(length);
            line();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            if (position == limit) {
                fill();
            }
            char c = (char) buffer[position++];
            if (c == '\n') {
                return text.toString();
            }
            if (c != '\r') {
                text.append(c);
            }
        }
    }

    private void fill() throws IOException {
        limit = in.read(buffer);
        position = 0;
        if (limit <= 0) {
            limit = 0;
            throw new EOFException("the gateway closed the connection in the middle of an answer");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The body of one answer. */
    private final class Body {
        private final Drain drain;
        private final long start;
        private final StringBuilder tail = new StringBuilder();
        private long bytes;
        private double firstByte;

        Body(Drain drain, long start) {
            this.drain = drain;
            this.start = start;
        }

        void read(long length) throws IOException {
            long left = length;
            while (left > 0) {
                if (position == limit) {
                    fill();
                }
                if (bytes == 0) {
                    firstByte = seconds(start);
                }
                int some = (int) Math.min(left, limit - position);
                drain.take(buffer, position, some);
                remember(some);
                position += some;
                bytes += some;
                left -= some;
            }
        }

        private void remember(int some) {
            int kept = Math.min(some, TAIL);
            tail.append(new String(buffer, position + some - kept, kept, StandardCharsets.ISO_8859_1));
            if (tail.length() > TAIL) {
                tail.delete(0, tail.length() - TAIL);
            }
        }
    }
}
