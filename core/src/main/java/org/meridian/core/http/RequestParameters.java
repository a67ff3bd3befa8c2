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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;

/**
 * Reads the parameters of a request from its query and its body, whichever way a client packs them (DALI 1.1, section
 * 2.1; HTML form encodings). Names are left as they are; a name may have several values.
 */
public final class RequestParameters {

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
    /** What an UPLOAD names as a part of the request (DALI 1.1, section 3.4.5). */
    private static final Pattern UPLOADED_PART = Pattern.compile(",\\s*param:([^;\\s]+)");

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
     * Parameters of the query part and of a form in the body. A part of a multipart body is a parameter, sent as
     * a file or not, unless an UPLOAD names it as its content.
     *
     * @param rawQuery as it was sent, percent-encoded; empty if there is none
     * @param contentType of the body; empty is taken for a URL-encoded form; its charset is honoured (UTF-8 where none is
     *     declared)
     * @param body read to its end, not closed
     * @param maxBytes size of the body at most
     * @throws UsageFault if the body is too large, of another type, or broken
     * @throws IOException if the client stops sending
     */
    public static Map<String, List<String>> ofForm(
            Optional<String> rawQuery, Optional<String> contentType, InputStream body, long maxBytes)
            throws IOException {
        RequestParameters parameters = new RequestParameters();
        rawQuery.ifPresent(parameters::readQuery);
        byte[] bytes = body.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
        if (bytes.length > maxBytes) {
            throw new UsageFault("the body of the request has more than " + maxBytes + " bytes");
        }
        String type = contentType.orElse(FORM).strip();
        String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (bare.equals(FORM)) {
            parameters.readForm(bytes, charset(type));
        } else if (bare.equals(MULTIPART)) {
            parameters.readParts(MultipartForm.parts(bytes, MultipartForm.boundary(type)));
        } else if (bytes.length > 0) {
            throw new UsageFault("a body of type " + bare + " is not understood; send " + FORM + " or " + MULTIPART);
        }
        return parameters.values;
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

    private void readParts(List<MultipartForm.Part> parts) {
        parts.stream().filter(part -> !part.isFile()).forEach(this::addPart);
        Set<String> uploaded = DaliParameters.of(values).uploads().stream()
                .flatMap(upload -> UPLOADED_PART.matcher(upload).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        parts.stream()
                .filter(part -> part.isFile() && !uploaded.contains(part.name()))
                .forEach(this::addPart);
    }

    private void addPart(MultipartForm.Part part) {
        add(part.name(), text(part.content(), charset(part.contentType()), "parameter " + shortened(part.name())));
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

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
