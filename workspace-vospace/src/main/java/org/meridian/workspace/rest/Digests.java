// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * Checksums in headers of HTTP: {@code Repr-Digest} and {@code Content-Digest} (RFC 9530), {@code Digest} (RFC 3230; OpenCADC
 * writes the MD5 there in hexadecimal digits) and {@code Content-MD5} (RFC 1864). Pure functions.
 */
public final class Digests {

    /**
     * What a client says the checksums are of what it sends.
     *
     * @param md5 16 bytes
     * @param sha256 32 bytes
     */
    public record Announced(Optional<byte[]> md5, Optional<byte[]> sha256) {}

    private static final List<String> HEADERS = List.of("Repr-Digest", "Content-Digest", "Digest");

    private Digests() {}

    /** Those of an answer. */
    static void add(Response.ResponseBuilder answer, Checksums checksums) {
        headers(checksums).forEach(answer::header);
    }

    /** The same, with their values. */
    public static Map<String, String> headers(Checksums checksums) {
        String md5 = Base64.getEncoder().encodeToString(checksums.md5());
        return Map.of(
                "Repr-Digest",
                "sha-256=:" + checksums.sha256Base64() + ":",
                "Digest",
                "md5=" + md5 + ",sha-256=" + checksums.sha256Base64());
    }

    /**
     * Those of a request; what is in another algorithm is left out.
     *
     * @throws VospaceFault InvalidArgument for what cannot be one
     */
    static Announced of(ContainerRequestContext request) {
        return of(name -> Optional.ofNullable(request.getHeaderString(name)));
    }

    /**
     * The same of any message.
     *
     * @param header value of a header by its name
     * @throws VospaceFault likewise
     */
    public static Announced of(Function<String, Optional<String>> header) {
        Optional<byte[]> md5 = header.apply("Content-MD5").map(text -> bytes("Content-MD5", text, 16));
        return new Announced(md5.or(() -> member(header, "md5", 16)), member(header, "sha-256", 32));
    }

    /** The first that a header has, such as {@code md5=base64} or {@code sha-256=:base64:}. */
    private static Optional<byte[]> member(Function<String, Optional<String>> header, String algorithm, int length) {
        for (String name : HEADERS) {
            for (String member : header.apply(name).orElse("").split(",")) {
                String text = member.strip();
                if (text.toLowerCase(Locale.ROOT).startsWith(algorithm + "=")) {
                    return Optional.of(bytes(name, text.substring(algorithm.length() + 1), length));
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] bytes(String header, String given, int length) {
        String text = given.strip().replaceAll("^:|:$", "");
        try {
            boolean hexadecimal = text.length() == 2 * length && text.matches("[0-9A-Fa-f]+");
            byte[] bytes = hexadecimal
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, with all else that it cannot be.
        }
        throw new VospaceFault(
                Name.InvalidArgument, "the header " + header + " has no checksum of " + length + " bytes in Base64");
    }
}
