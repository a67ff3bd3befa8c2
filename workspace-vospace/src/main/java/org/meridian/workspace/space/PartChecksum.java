// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a client says the checksum is of a part of a file. Immutable.
 *
 * @param algorithm of it
 * @param digest its bytes; not to be changed
 */
public record PartChecksum(Algorithm algorithm, byte[] digest) {

    /** Algorithms that are understood. */
    public enum Algorithm {
        /** Good against accidents alone. */
        SHA1("SHA-1"),
        /** Likewise. */
        MD5("MD5"),
        /** SHA-256. */
        SHA256("SHA-256");

        private final String name;

        Algorithm(String name) {
            this.name = name;
        }

        /** Of no bytes yet. */
        public MessageDigest begin() {
            try {
                return MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + name, e);
            }
        }
    }
}
