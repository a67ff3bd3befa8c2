// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/** Where something is, as people write it on a command line. Immutable. */
public sealed interface Place {

    /**
     * A node of a VOSpace.
     *
     * @param authority of the space, with {@code ~}; empty for the space that is meant unless another is named
     * @param path of the node
     */
    record Remote(Optional<String> authority, NodePath path) implements Place {

        /** Something in it. */
        Remote child(String name) {
            return new Remote(authority, path.child(name));
        }

        @Override
        public String toString() {
            return authority.map(name -> "vos://" + name + VosUri.escaped(path)).orElseGet(() -> "vos:" + path);
        }
    }

    /**
     * A file or folder here.
     *
     * @param path as it was given
     */
    record Local(Path path) implements Place {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** Standard input or output. */
    record Standard() implements Place {
        @Override
        public String toString() {
            return "-";
        }
    }

    /**
     * The place of a text: {@code vos:/home/ann/a b.fits}, as it is; {@code vos://example.org~vospace/home/ann/a%20b.fits}, a URI;
     * {@code -}; else a path here.
     *
     * @throws IllegalArgumentException if it cannot be one; the message says why
     */
    static Place of(String text) {
        if (text.equals("-")) {
            return new Standard();
        }
        return text.regionMatches(true, 0, "vos:", 0, 4) ? remote(text) : new Local(Path.of(text));
    }

    /**
     * The node of a text.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Remote remote(String text) {
        if (!text.regionMatches(true, 0, "vos:", 0, 4)) {
            throw new IllegalArgumentException("'" + VosException.plain(text)
                    + "' is no place in a VOSpace: those are vos:/PATH or vos://AUTHORITY/PATH");
        }
        if (!VosUri.isVos(text)) {
            return new Remote(Optional.empty(), NodePath.of(text.substring(4)));
        }
        int slash = text.indexOf('/', 6);
        String authority = authority(text.substring(6, slash < 0 ? text.length() : slash));
        if (!authority.matches("[a-z0-9._~-]+")) {
            throw new IllegalArgumentException("'" + VosException.plain(text)
                    + "' has no authority of a VOSpace; it is vos:/PATH or vos://AUTHORITY/PATH");
        }
        return new Remote(Optional.of(authority), NodePath.ofEscaped(slash < 0 ? "" : text.substring(slash)));
    }

    /** An authority in the way in which two can be compared. */
    static String authority(String text) {
        return text.replace('!', '~').toLowerCase(Locale.ROOT);
    }
}
