// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document in UTF-8 or ASCII as characters, of which a byte that has no place there breaks off with the reason, once all
 * before it has been read; one in another encoding as its bytes. Not thread-safe.
 */
final class StrictText {
    private static final int HEAD_BYTES = 200;
    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream bytes;
    private final Optional<Charset> charset;

    private StrictText(InputStream bytes, Optional<Charset> charset) {
        this.bytes = bytes;
        this.charset = charset;
    }

    /** Looks at the beginning of a document. */
    static StrictText of(InputStream document) throws IOException {
        PushbackInputStream in = new PushbackInputStream(document, HEAD_BYTES);
        byte[] head = in.readNBytes(HEAD_BYTES);
        boolean marked = head.length >= 3
                && head[0] == BYTE_ORDER_MARK[0]
                && head[1] == BYTE_ORDER_MARK[1]
                && head[2] == BYTE_ORDER_MARK[2];
        in.unread(head, marked ? 3 : 0, head.length - (marked ? 3 : 0));
        if (marked) {
            return new StrictText(in, Optional.of(UTF_8));
        }
        // Two bytes a character, or a code in which letters are elsewhere.
        boolean other = head.length > 1 && (head[0] == 0 || head[1] == 0 || head[0] < 0 || head[0] == 'L');
        return new StrictText(in, other ? Optional.empty() : declared(new String(head, ISO_8859_1)));
    }

    private static Optional<Charset> declared(String head) {
        Matcher encoding = DECLARED.matcher(head);
        if (!encoding.find()) {
            return Optional.of(UTF_8);
        }
        return switch (encoding.group(1).toUpperCase(Locale.ROOT)) {
            case "UTF-8", "UTF8" -> Optional.of(UTF_8);
            case "US-ASCII", "ASCII" -> Optional.of(US_ASCII);
            default -> Optional.empty();
        };
    }

    boolean isDecoded() {
        return charset.isPresent();
    }

    InputStream bytes() {
        return bytes;
    }

    /** The document, where it is decoded. */
    Reader characters() {
        return new Decoded(bytes, charset.orElseThrow());
    }

    private static final class Decoded extends Reader {
        private final InputStream in;
        private final Charset charset;
        private final CharsetDecoder decoder;
        private final ByteBuffer undecoded = ByteBuffer.allocate(1 << 14).flip();
        private boolean ended;
        private char second;
        private @Nullable IOException fault;

        Decoded(InputStream in, Charset charset) {
            this.in = in;
            this.charset = charset;
            this.decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            CharBuffer out = CharBuffer.wrap(into, offset, length).slice();
            if (length > 0 && second != 0) {
                out.put(second);
                second = 0;
            }
            while (length > 0 && out.position() == 0) {
                if (fault != null) {
                    throw fault;
                }
                if (ended && !undecoded.hasRemaining()) {
                    return -1;
                }
                CoderResult result = decoder.decode(undecoded, out, ended);
                if (result.isError()) {
                    String what = String.format("%02X", undecoded.get(undecoded.position()));
                    fault = new IOException("a byte (hexadecimal " + what + ") that has no place in " + charset
                            + ", the encoding of the document; declare the right one, or write it as " + charset);
                } else if (result.isUnderflow() && !ended) {
                    fill();
                } else if (result.isOverflow() && out.position() == 0) {
                    // One char of room, and a character of two.
                    CharBuffer pair = CharBuffer.allocate(2);
                    decoder.decode(undecoded, pair, ended);
                    out.put(pair.get(0));
                    second = pair.get(1);
                }
            }
            return out.position();
        }

        private void fill() throws IOException {
            undecoded.compact();
            int read = in.read(undecoded.array(), undecoded.position(), undecoded.remaining());
            ended = read < 0;
            undecoded.position(undecoded.position() + Math.max(0, read)).flip();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
