// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a node is: the names from the root of the space to it, none for the root itself. A name is what a directory entry of
 * POSIX can be and UTF-8 can write; it is kept as it was given, so that two names are the same only if their bytes are.
 * Immutable.
 *
 * @param names not empty, without {@code /} and NUL, never {@code .} or {@code ..}, at most 255 bytes each
 */
public record NodePath(List<String> names) {

    /** The root of the space. */
    public static final NodePath ROOT = new NodePath(List.of());

    /** Longest name in bytes of UTF-8: what Linux's file systems take. */
    public static final int LONGEST_NAME = 255;

    /** Most names of a path. */
    public static final int DEEPEST = 128;

    /** The order of names wherever they come one after the other: that of their bytes, which is that of their code points. */
    public static final Comparator<String> NAMES = NodePath::compareNames;

    private static final int SHOWN = 60;

    /** A path of names that may come from anywhere. */
    public NodePath {
        names = List.copyOf(names);
        for (String name : names) {
            fault(name).ifPresent(fault -> {
                throw new InvalidPathException(fault);
            });
        }
        if (names.size() > DEEPEST) {
            throw new InvalidPathException("a path has at most " + DEEPEST + " names; this one has " + names.size());
        }
    }

    /** A path cannot be one; the message says why, for people. */
    public static final class InvalidPathException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        InvalidPathException(String message) {
            super(message);
        }
    }

    /**
     * The path of a text such as {@code /home/ann/a.fits}, not escaped in any way. A slash at its beginning or end changes
     * nothing.
     *
     * @throws InvalidPathException if a name is empty or cannot be one
     */
    public static NodePath of(String text) {
        int from = text.startsWith("/") ? 1 : 0;
        int to = text.length() > from && text.endsWith("/") ? text.length() - 1 : text.length();
        return from >= to ? ROOT : new NodePath(List.of(text.substring(from, to).split("/", -1)));
    }

    /**
     * The path that the bytes of an escaped one stand for: a {@code %2F} in a name stays in that name, which then cannot be one.
     *
     * @param escaped names between slashes, each percent-encoded UTF-8 (RFC 3986, section 2.1)
     * @throws InvalidPathException if it is not escaped as it should be, or is no path then
     */
    public static NodePath ofEscaped(String escaped) {
        int from = escaped.startsWith("/") ? 1 : 0;
        int to = escaped.length() > from && escaped.endsWith("/") ? escaped.length() - 1 : escaped.length();
        if (from >= to) {
            return ROOT;
        }
        List<String> names = new ArrayList<>();
        for (String name : escaped.substring(from, to).split("/", -1)) {
            names.add(unescaped(name));
        }
        return new NodePath(names);
    }

    private static String unescaped(String name) {
        byte[] given = name.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.put(given[i]);
                continue;
            }
            int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
            int low = i + 2 < given.length ? Character.digit(given[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new InvalidPathException("in '" + shortened(name)
                        + "' a % is not followed by two hexadecimal digits; write %25 for the sign");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidPathException("the name '" + shortened(name) + "' is not UTF-8");
        }
    }

    /** UTF-16 has code points from U+E000 to U+FFFF behind those above. */
    private static int compareNames(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char one = a.charAt(i);
            char other = b.charAt(i);
            if (one != other) {
                boolean above = Character.isSurrogate(one);
                return above == Character.isSurrogate(other) ? one - other : above ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    /** What keeps a text from being a name; empty if nothing. */
    static Optional<String> fault(String name) {
        if (isPlain(name)) {
            return Optional.empty();
        }
        if (name.isEmpty()) {
            return Optional.of("a name in the path is empty: two slashes follow each other");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("'" + name + "' is not a name; give the path itself");
        }
        if (name.indexOf('/') >= 0) {
            return Optional.of("a name cannot have a slash in it: '" + shortened(name) + "'");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a name cannot have control characters in it: '" + shortened(name) + "'");
        }
        Optional<byte[]> bytes = bytes(name);
        if (bytes.isEmpty()) {
            return Optional.of("a name is not proper Unicode: '" + shortened(name) + "'");
        }
        if (bytes.get().length > LONGEST_NAME) {
            return Optional.of("a name has at most " + LONGEST_NAME + " bytes in UTF-8; '" + shortened(name) + "' has "
                    + bytes.get().length);
        }
        return Optional.empty();
    }

    /** Whether a text is a name as most are, so that nothing more needs to be looked at. */
    private static boolean isPlain(String name) {
        boolean plain = !name.isEmpty() && name.charAt(0) != '.' && name.length() <= LONGEST_NAME;
        for (int i = 0; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain = c >= ' ' && c <= '~' && c != '/';
        }
        return plain;
    }

    /** Whether a text can be a name. */
    public static boolean isName(String text) {
        return fault(text).isEmpty();
    }

    private static Optional<byte[]> bytes(String name) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(name));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Optional.of(bytes);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }

    /** Name of what takes everything and gives nothing (VOSpace 2.1, section 3.1). */
    private static final String NOTHING = ".null";

    /** Name that stands for one that the service makes (likewise). */
    private static final String AUTO = ".auto";

    /** Whether the last name stands for what takes everything and gives nothing. */
    public boolean isNothing() {
        return !isRoot() && name().equals(NOTHING);
    }

    /** Whether the last name stands for one that the service makes. */
    public boolean isAuto() {
        return !isRoot() && name().equals(AUTO);
    }

    /** The same with a name that nothing has, if the last leaves it to the service. */
    public NodePath named() {
        return isAuto() ? parent().child(freeName()) : this;
    }

    /** A name that nothing has. */
    public static String freeName() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** Whether it is the root. */
    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last name; not of the root. */
    public String name() {
        return names.getLast();
    }

    /** The path of what the node is in; not of the root. */
    public NodePath parent() {
        return new NodePath(names.subList(0, names.size() - 1));
    }

    /**
     * The path of something in it.
     *
     * @throws InvalidPathException if the name cannot be one
     */
    public NodePath child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new NodePath(longer);
    }

    /** Whether this is {@code other}, or above it. */
    public boolean holds(NodePath other) {
        return other.names.size() >= names.size()
                && other.names.subList(0, names.size()).equals(names);
    }

    /** The first names of it. */
    public NodePath first(int count) {
        return new NodePath(names.subList(0, count));
    }

    /** As people write it: {@code /home/ann/a.fits}, not escaped. */
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
