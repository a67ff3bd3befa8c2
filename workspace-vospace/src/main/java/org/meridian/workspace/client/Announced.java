// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.http.HttpHeaders;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.workspace.node.Checksums;

/**
 * What somebody says the checksums of a file are, in small hexadecimal digits. Immutable.
 *
 * @param md5 of 32 digits
 * @param sha256 of 64
 */
record Announced(Optional<String> md5, Optional<String> sha256) {

    static final Announced NOTHING = new Announced(Optional.empty(), Optional.empty());

    /**
     * What the headers of an answer say of the whole file: {@code Repr-Digest} (RFC 9530), {@code Digest} (RFC 3230), and of an
     * answer that is not a part {@code Content-Digest} and {@code Content-MD5}.
     */
    static Announced of(HttpHeaders headers, boolean part) {
        List<String> names =
                part ? List.of("Repr-Digest", "Digest") : List.of("Repr-Digest", "Digest", "Content-Digest");
        Optional<String> md5 = member(headers, names, "md5", 16);
        if (md5.isEmpty() && !part) {
            md5 = headers.firstValue("Content-MD5").flatMap(text -> digits(text, 16));
        }
        return new Announced(md5, member(headers, names, "sha-256", 32));
    }

    private static Optional<String> member(HttpHeaders headers, List<String> names, String algorithm, int length) {
        return names.stream()
                .flatMap(name -> headers.allValues(name).stream())
                .flatMap(value -> java.util.Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(algorithm + "="))
                .flatMap(text -> digits(text.substring(algorithm.length() + 1), length).stream())
                .findFirst();
    }

    /** Hexadecimal digits, Base64 of the bytes, or, as OpenCADC has it, Base64 of the digits. */
    private static Optional<String> digits(String given, int length) {
        String text = given.strip().replaceAll("^:|:$", "");
        if (text.matches("[0-9A-Fa-f]{" + 2 * length + "}")) {
            return Optional.of(text.toLowerCase(Locale.ROOT));
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == length) {
                return Optional.of(HexFormat.of().formatHex(bytes));
            }
            String inner = new String(bytes, US_ASCII);
            return bytes.length == 2 * length && inner.matches("[0-9A-Fa-f]+")
                    ? Optional.of(inner.toLowerCase(Locale.ROOT))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of a node. */
    static Announced of(RemoteNode node) {
        return new Announced(node.md5(), Optional.empty());
    }

    boolean saysNothing() {
        return md5.isEmpty() && sha256.isEmpty();
    }

    /** What of the checksums is otherwise than was said, in words; empty if nothing is. */
    Optional<String> difference(Checksums found) {
        if (sha256.isPresent() && !sha256.get().equals(found.sha256Hex())) {
            return Optional.of("its SHA-256 is " + found.sha256Hex() + " and should be " + sha256.get());
        }
        return md5.filter(said -> !said.equals(found.md5Hex()))
                .map(said -> "its MD5 is " + found.md5Hex() + " and should be " + said);
    }
}
