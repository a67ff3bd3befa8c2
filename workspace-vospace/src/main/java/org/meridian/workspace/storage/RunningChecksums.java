// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.meridian.workspace.node.Checksums;

/** Checksums of bytes that come one after the other. Not thread-safe. */
public final class RunningChecksums {

    private final MessageDigest md5;
    private final MessageDigest sha256;
    private long length;

    /** Of no bytes yet. */
    public RunningChecksums() {
        this(digest("MD5"), digest("SHA-256"), 0);
    }

    private RunningChecksums(MessageDigest md5, MessageDigest sha256, long length) {
        this.md5 = md5;
        this.sha256 = sha256;
        this.length = length;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Takes what remains of a buffer, which stays as it is. */
    void add(ByteBuffer bytes) {
        md5.update(bytes.duplicate());
        sha256.update(bytes.duplicate());
        length += bytes.remaining();
    }

    /** Of how many bytes they are. */
    public long length() {
        return length;
    }

    /** What they are now. */
    Checksums now() {
        return new Checksums(copy(md5).digest(), copy(sha256).digest());
    }

    /** The same, which goes on by itself. */
    RunningChecksums copy() {
        return new RunningChecksums(copy(md5), copy(sha256), length);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own digests can be copied", e);
        }
    }
}
