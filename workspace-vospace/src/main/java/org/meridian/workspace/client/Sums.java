// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.meridian.workspace.node.Checksums;

/** Checksums of bytes that come one after the other. Not thread-safe. */
final class Sums {

    private static final int PORTION = 1 << 16;

    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }

    /** Of a file. */
    static Checksums of(Path file) throws IOException {
        Sums sums = new Sums();
        try (InputStream in = Files.newInputStream(file)) {
            sums.add(in, Long.MAX_VALUE);
        }
        return sums.all();
    }

    /** Takes bytes of a stream, so many at most. */
    void add(InputStream in, long most) throws IOException {
        byte[] portion = new byte[PORTION];
        long left = most;
        while (left > 0) {
            int count = in.read(portion, 0, (int) Math.min(left, PORTION));
            if (count < 0) {
                return;
            }
            add(portion, 0, count);
            left -= count;
        }
    }

    void add(byte[] bytes, int from, int count) {
        md5.update(bytes, from, count);
        sha256.update(bytes, from, count);
    }

    /** Takes what is left in a buffer, which stays as it is. */
    void add(ByteBuffer bytes) {
        md5.update(bytes.duplicate());
        sha256.update(bytes.duplicate());
    }

    /** Of what was taken since the last time. */
    Checksums all() {
        return new Checksums(md5.digest(), sha256.digest());
    }
}
