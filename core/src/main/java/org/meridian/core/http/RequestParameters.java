// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * Reads the parameters of a request from its query and its body, whichever way a client packs them (DALI 1.1, section
 * 2.1; HTML form encodings). Names are left as they are; a name may have several values.
 */
public final class RequestParameters {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

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
        rawQuery.ifPresent(parameters::readForm);
        return parameters.values;
    }

    /**
     * Parameters of the query part and of a form in the body. Files in a multipart body are left out.
     *
     * @param rawQuery as it was sent, percent-encoded; empty if there is none
     * @param contentType of the body; empty is taken for a URL-encoded form
     * @param body read to its end, not closed
     * @param maxBytes size of the body at most
     * @throws UsageFault if the body is too large, of another type, or broken
     * @throws IOException if the client stops sending
     */
    public static Map<String, List<String>> ofForm(
            Optional<String> rawQuery, Optional<String> contentType, InputStream body, long maxBytes)
            throws IOException {
        RequestParameters parameters = new RequestParameters();
        rawQuery.ifPresent(parameters::readForm);
        byte[] bytes = body.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
        if (bytes.length > maxBytes) {
            throw new UsageFault("the body of the request has more than " + maxBytes + " bytes");
        }
        String type = contentType.orElse(FORM).strip();
        String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (bare.equals(FORM)) {
            parameters.readForm(utf8(bytes, 0, bytes.length).strip());
        } else if (bare.equals(MULTIPART)) {
            MultipartForm.read(bytes, MultipartForm.boundary(type), parameters::add);
        } else if (bytes.length > 0) {
            throw new UsageFault("a body of type " + bare + " is not understood; send " + FORM + " or " + MULTIPART);
        }
        return parameters.values;
    }

    private void readForm(String form) {
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                add(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        decode(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UsageFault("the parameters are not URL-encoded: % must be followed by two hexadecimal digits");
        }
    }

    /** The text of bytes that must be UTF-8. */
    static String utf8(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageFault("the body of the request is not UTF-8");
        }
    }
}
