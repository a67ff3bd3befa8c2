// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A file of the archive by the three names it has: an identity for everybody ({@code ivo://example.org/m31?raw/a.fits}), a URL
 * ({@code /archive/m31/raw/a.fits} below the gateway's own), and a path inside datalabs ({@code /data/m31/raw/a.fits}). Whether
 * there is such a file, and for whom, is not known here. Immutable.
 *
 * @param collection to which it belongs; a name without slashes
 * @param path below the folder of the collection, separated by slashes; no part of it is empty, {@code .} or {@code ..}
 */
public record ArchivePlace(String collection, String path) {

    private static final String URL = "/archive/";
    private static final String LOCAL = "/data/";
    private static final String IVO = "ivo://";
    private static final int LONGEST = 4096;

    /** @throws IllegalArgumentException if there can be no such file */
    public ArchivePlace {
        boolean possible = isName(collection)
                && path.length() <= LONGEST
                && List.of(path.split("/", -1)).stream().allMatch(ArchivePlace::isName);
        if (!possible) {
            throw new IllegalArgumentException("no name of a file of the archive");
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..")
                && text.indexOf('/') < 0
                && text.indexOf('\0') < 0;
    }

    /** The identity (IVOA Identifiers 2.0, section 2.3), of an authority such as {@code example.org}. */
    public String publisherDid(String authority) {
        return IVO + authority + "/" + escaped(collection) + "?" + escaped(path);
    }

    /** The path of its URL, below the gateway's own, escaped. */
    public String urlPath() {
        return URL + escapedPath();
    }

    /** Collection and path, escaped as parts of a URL. */
    public String escapedPath() {
        return escaped(collection) + "/" + escaped(path);
    }

    /** Its path inside datalabs. */
    public String localPath() {
        return LOCAL + collection + "/" + path;
    }

    /** The same as a URL. */
    public String localUrl() {
        return "file://" + LOCAL + escapedPath();
    }

    /** The file of an identity, of whatever authority; empty for what is none of a file. */
    public static Optional<ArchivePlace> ofPublisherDid(String did) {
        int collection = did.startsWith(IVO) ? did.indexOf('/', IVO.length()) : -1;
        int path = did.indexOf('?');
        return collection < 0 || path < collection
                ? Optional.empty()
                : ofEscaped(did.substring(collection + 1, path), did.substring(path + 1));
    }

    /** The file of the path of a URL, as {@link #urlPath}; empty for what is none of a file. */
    public static Optional<ArchivePlace> ofUrlPath(String path) {
        return path.startsWith(URL) ? ofEscapedPath(path.substring(URL.length())) : Optional.empty();
    }

    /** The file of a collection and a path in it, as {@link #escapedPath}; empty for what is none of a file. */
    public static Optional<ArchivePlace> ofEscapedPath(String escaped) {
        int slash = escaped.indexOf('/');
        return slash < 0 ? Optional.empty() : ofEscaped(escaped.substring(0, slash), escaped.substring(slash + 1));
    }

    /** The name of a collection, of a path that names nothing in it; empty for what is none. */
    public static Optional<String> collectionOfEscaped(String escaped) {
        return unescaped(escaped).filter(ArchivePlace::isName);
    }

    /** The file of a path inside datalabs; empty for what is none of the archive. */
    public static Optional<ArchivePlace> ofLocalPath(String path) {
        int slash = path.startsWith(LOCAL) ? path.indexOf('/', LOCAL.length()) : -1;
        return slash < 0 ? Optional.empty() : of(path.substring(LOCAL.length(), slash), path.substring(slash + 1));
    }

    private static Optional<ArchivePlace> ofEscaped(String collection, String path) {
        Optional<String> first = unescaped(collection);
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            // A slash that is escaped separates nothing.
            unescaped(name).filter(plain -> plain.indexOf('/') < 0).ifPresentOrElse(names::add, () -> names.add(""));
        }
        return first.flatMap(name -> of(name, String.join("/", names)));
    }

    private static Optional<ArchivePlace> of(String collection, String path) {
        try {
            return Optional.of(new ArchivePlace(collection, path));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    /** Everything but unreserved characters and slashes as percent and two digits (RFC 3986, section 2). */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || "-._~/".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return escaped.toString();
    }

    private static Optional<String> unescaped(String text) {
        byte[] given = text.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.put(given[i]);
                continue;
            }
            int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
            int low = i + 2 < given.length ? Character.digit(given[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
