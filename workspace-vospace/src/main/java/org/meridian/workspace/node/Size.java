// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

/**
 * How much room nodes take, or may take. Immutable.
 *
 * @param bytes of files
 * @param files every file, folder and symbolic link is one, as an inode is in the quotas of Unix
 */
public record Size(long bytes, long files) {

    /** Nothing. */
    public static final Size NONE = new Size(0, 0);

    /** No limit. */
    public static final Size UNLIMITED = new Size(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Of one file, or of anything else that has no bytes. */
    public static Size ofFile(long bytes) {
        return new Size(bytes, 1);
    }

    /** Both together; what is unlimited stays so. */
    public Size plus(Size other) {
        return new Size(sum(bytes, other.bytes), sum(files, other.files));
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** What is left of it without the other, of neither less than nothing. */
    public Size without(Size other) {
        return new Size(Math.max(0, bytes - other.bytes), Math.max(0, files - other.files));
    }

    /** Of both, the larger. */
    public Size max(Size other) {
        return new Size(Math.max(bytes, other.bytes), Math.max(files, other.files));
    }
}
