// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * Reads requests with a form, under the same limits and to the same disk. Thread-safe.
 *
 * @param limits how large a request may be
 * @param disk where its files go
 */
public record FormReader(FormLimits limits, TemporaryFiles disk) {

    /**
     * Reads a request; see {@link RequestParameters#ofForm}.
     *
     * @param client account on which its files are counted; empty for who is not limited
     * @param contentEncoding of the body, as sent; a body that is encoded is refused: it could be of any size
     * @throws UsageFault with status 415 if the body is encoded, 408 if it comes too slowly
     * @throws TransientFault if there is no room for files now, of all or of this client (429)
     */
    public FormRequest read(
            Optional<String> client,
            Optional<String> rawQuery,
            Optional<String> contentType,
            Optional<String> contentEncoding,
            InputStream body)
            throws IOException {
        Optional<String> encoding = contentEncoding
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equalsIgnoreCase("identity"));
        if (encoding.isPresent()) {
            throw UsageFault.unsupportedMediaType("the body of the request has Content-Encoding "
                    + RequestParameters.shortened(encoding.get().replaceAll("[^\\x20-\\x7e]", "?"))
                    + ", which this service does not take: send it without; tables in it may be compressed themselves");
        }
        try {
            return RequestParameters.ofForm(rawQuery, contentType, body, limits, disk.of(client));
        } catch (SlowBodyException e) {
            throw UsageFault.requestTimeout(String.valueOf(e.getMessage()));
        }
    }
}
