// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads requests with a form, under the same limits and to the same disk. Thread-safe.
 *
 * @param limits how large a request may be
 * @param disk where its files go
 */
public record FormReader(FormLimits limits, TemporaryFiles disk) {

    /** See {@link RequestParameters#ofForm}. */
    public FormRequest read(Optional<String> rawQuery, Optional<String> contentType, InputStream body)
            throws IOException {
        return RequestParameters.ofForm(rawQuery, contentType, body, limits, disk);
    }
}
