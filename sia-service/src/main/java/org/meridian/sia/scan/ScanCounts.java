// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

/**
 * What a scan has seen.
 *
 * @param files that are there
 * @param unchanged since the last scan, and not read again
 * @param datasets that are published, unchanged ones included
 * @param complaints files of which something, or all, was not understood, or that were refused; of those that were read
 * @param gone files that were known and are not there any more
 */
public record ScanCounts(long files, long unchanged, long datasets, long complaints, long gone) {
    static final ScanCounts NONE = new ScanCounts(0, 0, 0, 0, 0);

    ScanCounts plus(ScanCounts other) {
        return new ScanCounts(
                files + other.files,
                unchanged + other.unchanged,
                datasets + other.datasets,
                complaints + other.complaints,
                gone + other.gone);
    }
}
