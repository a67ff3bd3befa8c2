// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

/**
 * How large a request with a form may be.
 *
 * @param parameterBytes all parameters of the body together at most, kept in memory
 * @param fileBytes each file at most, kept on disk
 * @param bodyBytes the whole of a multipart body at most
 * @param parts parts of a multipart body at most
 */
public record FormLimits(long parameterBytes, long fileBytes, long bodyBytes, int parts) {

    public FormLimits {
        if (parameterBytes < 1 || parameterBytes > Integer.MAX_VALUE - 8 || fileBytes < 0 || parts < 1) {
            throw new IllegalArgumentException("limits must be positive, parameters below 2 GiB");
        }
    }

    /** For forms without files. */
    public static FormLimits parameters(long parameterBytes) {
        return new FormLimits(parameterBytes, 0, parameterBytes, 1000);
    }

    /** Files besides parameters: so many of the given size, and something for headers and boundaries. */
    public static FormLimits files(long parameterBytes, long fileBytes, int files) {
        return new FormLimits(parameterBytes, fileBytes, parameterBytes + fileBytes * files + (1 << 20), 1000);
    }
}
