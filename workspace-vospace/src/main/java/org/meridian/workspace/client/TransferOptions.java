// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

/**
 * How files are transferred. Immutable.
 *
 * @param jobs how many at once, one at least
 * @param checksum whether all files here are read again to compare them, and times do not count
 * @param delete whether what the source does not have is deleted in the target
 * @param force whether that is done, too, when the source has nothing at all
 * @param dryRun whether all of it is only said
 */
public record TransferOptions(int jobs, boolean checksum, boolean delete, boolean force, boolean dryRun) {

    /** Four at once, nothing is deleted. */
    public static final TransferOptions DEFAULT = new TransferOptions(4, false, false, false, false);

    public TransferOptions {
        if (jobs < 1) {
            throw new IllegalArgumentException("one file at least is transferred at once");
        }
    }
}
