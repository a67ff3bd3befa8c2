// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client sent with a request: parameters, and files beside them. Closing deletes the files.
 *
 * @param parameters values by name, in the order of the request
 * @param parts names of the parts in their order; empty if the body is not multipart
 * @param files by the name of their part: every part that an UPLOAD names as its content (DALI 1.1, section 3.4.5), and
 *     every other part with a file name; of those, what is a text of modest length is among the parameters too
 * @param temporary the files on disk
 */
public record FormRequest(
        Map<String, List<String>> parameters,
        Optional<List<String>> parts,
        Map<String, FormFile> files,
        List<? extends AutoCloseable> temporary)
        implements AutoCloseable {

    public FormRequest {
        temporary = List.copyOf(temporary);
    }

    /** A request that is not multipart. */
    public static FormRequest of(Map<String, List<String>> parameters) {
        return new FormRequest(parameters, Optional.empty(), Map.of(), List.of());
    }

    @Override
    public void close() {
        TemporaryFiles.closeAll(temporary);
    }
}
