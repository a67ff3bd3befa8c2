// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeType;

/**
 * The members of a collection at one moment, as somebody saw them: their names, in order, each with what stands for all that there
 * was to say of it. Immutable.
 *
 * @param bytes of them; not to be changed
 */
record Snapshot(byte[] bytes) {

    /** That of no members. */
    static final Snapshot NONE = new Snapshot(new byte[0]);

    private static final int STATE_BYTES = 8;

    /**
     * A member.
     *
     * @param name of it
     * @param collection whether it is one
     * @param state other for other bytes or properties
     */
    record Entry(String name, boolean collection, long state) {

        static Entry of(Node node) {
            return new Entry(node.path().name(), node.type() == NodeType.ContainerNode, state(node));
        }

        private static long state(Node node) {
            MessageDigest digest = sha256();
            digest.update(node.tag().orElse("").getBytes(UTF_8));
            node.properties().forEach((uri, value) -> {
                digest.update((byte) 0);
                digest.update(uri.getBytes(UTF_8));
                digest.update((byte) 0);
                digest.update(value.getBytes(UTF_8));
            });
            return ByteBuffer.wrap(digest.digest(), 0, STATE_BYTES).getLong();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What stands for it, and for whom and what it is of. */
    String digest(String of) {
        MessageDigest digest = sha256();
        digest.update(of.getBytes(UTF_8));
        digest.update((byte) 0);
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** Its members, one after the other. */
    Reader read() {
        return new Reader(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    /** Reads a snapshot. Not thread-safe. */
    static final class Reader {
        private final DataInputStream in;

        private Reader(DataInputStream in) {
            this.in = in;
        }

        /** The next member; empty after the last. */
        Optional<Entry> next() {
            try {
                String name = in.readUTF();
                return Optional.of(new Entry(name, in.readBoolean(), in.readLong()));
            } catch (EOFException end) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("bytes in memory can always be read", e);
            }
        }
    }

    /** Makes a snapshot. Not thread-safe. */
    static final class Builder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        /** Adds a member behind those that there are. */
        void add(Entry entry) {
            try {
                out.writeUTF(entry.name());
                out.writeBoolean(entry.collection());
                out.writeLong(entry.state());
            } catch (IOException e) {
                throw new UncheckedIOException("memory can always be written", e);
            }
        }

        /** How many bytes it has. */
        int size() {
            return bytes.size();
        }

        Snapshot made() {
            return new Snapshot(bytes.toByteArray());
        }
    }
}
