// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

/**
 * What tables a query may bring along. Immutable.
 *
 * @param tables how many; 0 for none
 * @param rows of each at most
 * @param fileBytes of each at most, as it is sent
 * @param unpackedBytes of each at most, after a compressed one has been unpacked
 */
public record UploadLimits(int tables, long rows, long fileBytes, long unpackedBytes) {
    public UploadLimits {
        if (tables < 0 || rows < 1 || fileBytes < 1 || unpackedBytes < fileBytes) {
            throw new IllegalArgumentException("limits must be positive, unpacked tables not smaller than sent ones");
        }
    }
}
