// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Locale;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * Identifiers of the nodes of one space (VOSpace 2.1, section 2): {@code vos://example.org~vospace/home/ann}. {@code !} and
 * {@code ~} mean the same in what comes; what goes has {@code ~}. Immutable.
 *
 * @param authority of the space, such as {@code example.org~vospace}: its identifier in the registry without {@code ivo://},
 *     with {@code ~} for slashes
 */
public record VosUri(String authority) {

    private static final String SCHEME = "vos://";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    public VosUri {
        if (!authority.matches("[A-Za-z0-9._-]+(~[A-Za-z0-9._-]+)+")) {
            throw new IllegalArgumentException(
                    "not the authority of a VOSpace: " + authority + "; it is like example.org~vospace");
        }
    }

    /** The identifier of the space in the registry. */
    public String ivoid() {
        return "ivo://" + authority.replace('~', '/');
    }

    /** The identifier of a node, escaped. */
    public String of(NodePath path) {
        return SCHEME + authority + escaped(path);
    }

    /** A path as a part of URIs: nothing for the root, else each name after a slash, escaped. */
    public static String escaped(NodePath path) {
        StringBuilder out = new StringBuilder();
        path.names().forEach(name -> out.append('/').append(escaped(name)));
        return out.toString();
    }

    /** A text as a segment of a URI: all escaped but unreserved characters (RFC 3986, section 2.3). */
    public static String escaped(String name) {
        StringBuilder out = new StringBuilder();
        for (byte each : name.getBytes(UTF_8)) {
            char letter = (char) (each & 0xff);
            if (PLAIN.indexOf(letter) >= 0) {
                out.append(letter);
            } else {
                out.append('%').append(HEX.toHexDigits(each));
            }
        }
        return out.toString();
    }

    /**
     * Whether a URI is that of a node, of whatever space; letters beyond ASCII are none of its scheme's.
     *
     * @param uri any text
     */
    public static boolean isVos(String uri) {
        return uri.substring(0, Math.min(uri.length(), SCHEME.length()))
                .toLowerCase(Locale.ROOT)
                .equals(SCHEME);
    }

    /** Whether a URI is that of a node of this space, there or not. */
    public boolean isMine(String uri) {
        if (!isVos(uri)) {
            return false;
        }
        int end = uri.indexOf('/', SCHEME.length());
        String given = uri.substring(SCHEME.length(), end < 0 ? uri.length() : end);
        return given.replace('!', '~').equalsIgnoreCase(authority);
    }

    /**
     * The path of a node of this space.
     *
     * @param uri its identifier; what follows {@code ?} or {@code #} does not belong to it
     * @throws VospaceFault InvalidURI if it is none
     */
    public NodePath path(String uri) {
        if (!isMine(uri)) {
            throw new VospaceFault(
                    Name.InvalidURI,
                    "'" + shortened(uri) + "' is not the URI of a node here: those begin with " + SCHEME + authority);
        }
        int slash = uri.indexOf('/', SCHEME.length());
        String path = slash < 0 ? "" : uri.substring(slash);
        try {
            return NodePath.ofEscaped(path.split("[?#]", 2)[0]);
        } catch (InvalidPathException e) {
            throw new VospaceFault(Name.InvalidURI, String.valueOf(e.getMessage()));
        }
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 100 ? plain : plain.substring(0, 100) + "...";
    }
}
