// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the parameters of a request from its query and its body, whichever way a client packs them (DALI 1.1, section
 * 2.1; HTML form encodings). Names are left as they are; a name may have several values.
 */
public final class RequestParameters {

    private static final Logger LOG = LoggerFactory.getLogger(RequestParameters.class);

    /** Bytes that are still taken of a body that is refused: a client that is sending sees the answer when it is through. */
    private static final long DRAINED_BYTES = 64L << 20;

    /**
     * Name of the request property with the query part of the URL as it was sent, a string. The gateway leaves it: JAX-RS
     * gives the query mended, and what is wrong with it unseen.
     */
    public static final String RAW_QUERY = "org.meridian.core.http.RawQuery";

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

    /** Charsets that a form may declare, by upper-case name. */
    private static final Map<String, Charset> CHARSETS =
            Map.of("UTF-8", UTF_8, "ISO-8859-1", ISO_8859_1, "US-ASCII", US_ASCII);

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]*)");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private RequestParameters() {}

    /**
     * Parameters of the query part of a URL.
     *
     * @param rawQuery as it was sent, percent-encoded; empty if there is none
     * @throws UsageFault if the encoding is broken
     */
    public static Map<String, List<String>> ofQuery(Optional<String> rawQuery) {
        RequestParameters parameters = new RequestParameters();
        rawQuery.ifPresent(parameters::readQuery);
        return parameters.values;
    }

    /**
     * Parameters of the query part and of a form in the body, and files beside them.
     *
     * @param rawQuery as it was sent, percent-encoded; empty if there is none
     * @param contentType of the body; empty is taken for a URL-encoded form; its charset is honoured (UTF-8 where none is
     *     declared)
     * @param body read to its end, not closed
     * @param limits how large it may be
     * @param disk where files go
     * @return closed by the caller, which deletes the files
     * @throws UsageFault if the body is too large, of another type, or broken
     * @throws TransientFault if there is no room for files now
     * @throws IOException if the client stops sending
     */
    public static FormRequest ofForm(
            Optional<String> rawQuery,
            Optional<String> contentType,
            InputStream body,
            FormLimits limits,
            TemporaryFiles disk)
            throws IOException {
        RequestParameters parameters = new RequestParameters();
        rawQuery.ifPresent(parameters::readQuery);
        String type = contentType.orElse(FORM).strip();
        String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (bare.equals(MULTIPART)) {
            try (MultipartForm form = new MultipartForm(body, type, limits, disk)) {
                form.read();
                return form.request(parameters);
            } catch (DaliFault refused) {
                drain(body);
                throw refused;
            }
        }
        byte[] bytes = body.readNBytes((int) limits.parameterBytes() + 1);
        if (bytes.length > limits.parameterBytes()) {
            // Of a connection that is closed on what a client still sends, it does not get the answer.
            drain(body);
            throw tooLarge(limits);
        }
        if (bare.equals(FORM)) {
            parameters.readForm(bytes, charset(type));
        } else if (bytes.length > 0) {
            throw new UsageFault(
                    "a body of type " + shortened(bare) + " is not understood; send " + FORM + " or " + MULTIPART);
        }
        return FormRequest.of(parameters.values);
    }

    private static void drain(InputStream body) throws IOException {
        byte[] block = new byte[1 << 16];
        long left = DRAINED_BYTES;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = body.read(block);
        }
    }

    /** The fault of a body with too long parameters. */
    static UsageFault tooLarge(FormLimits limits) {
        return new UsageFault("the parameters in the body of the request have more than " + limits.parameterBytes()
                + " bytes; shorten the query, or send long lists of values as a table (UPLOAD)");
    }

    /** All so far. */
    Map<String, List<String>> values() {
        return values;
    }

    private void readQuery(String query) {
        // What servers make of bytes that are not UTF-8; whoever means this character escapes it.
        if (query.indexOf('\uFFFD') >= 0) {
            throw new UsageFault(
                    "the URL is not UTF-8; what is not ASCII must be escaped: a % and two hexadecimal digits");
        }
        readForm(query.getBytes(UTF_8), UTF_8);
    }

    private void readForm(byte[] form, Charset charset) {
        // One char per byte, until the charset is applied to what the escapes stand for.
        for (String pair : new String(form, ISO_8859_1).strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), charset, "the name of a parameter");
                add(
                        name,
                        decode(equals < 0 ? "" : pair.substring(equals + 1), charset, "parameter " + shortened(name)));
            }
        }
    }

    /** Adds the text of a part of a multipart body, in its own charset. */
    void addPart(String name, byte[] content, String contentType) {
        add(name, text(content, charset(contentType), "parameter " + shortened(name)));
    }

    /** Adds a part that may be a text or not. */
    void addPartIfText(String name, byte[] content, String contentType) {
        try {
            addPart(name, content, contentType);
        } catch (UsageFault notText) {
            LOG.debug("part {} is no parameter: {}", name, notText.message());
        }
    }

    /** The same parameters, to be added to. */
    RequestParameters copy() {
        RequestParameters copy = new RequestParameters();
        values.forEach((name, list) -> copy.values.put(name, new ArrayList<>(list)));
        return copy;
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    private static Charset charset(String contentType) {
        Matcher declared = CHARSET.matcher(contentType);
        if (!declared.find()) {
            return UTF_8;
        }
        Charset charset = CHARSETS.get(declared.group(1).toUpperCase(Locale.ROOT));
        if (charset == null) {
            throw new UsageFault("the charset '" + shortened(declared.group(1)) + "' is not understood; send UTF-8");
        }
        return charset;
    }

    private static String decode(String escaped, Charset charset, String what) {
        if (BROKEN_ESCAPE.matcher(escaped).find()) {
            throw new UsageFault(what + " is not URL-encoded: % must be followed by two hexadecimal digits");
        }
        return text(URLDecoder.decode(escaped, ISO_8859_1).getBytes(ISO_8859_1), charset, what);
    }

    private static String text(byte[] bytes, Charset charset, String what) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UsageFault(what + " is not text in the charset " + charset);
        }
    }

    /** The beginning of a text that a client sent, for messages. */
    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
