// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.Optional;

/**
 * A result of a job (UWS 1.1, section 2.1.10). Immutable.
 *
 * @param id last part of its URL, such as {@code result}
 * @param file name of the file in the job's folder; empty for a small one, which is kept with the job itself
 * @param mediaType for the HTTP header Content-Type
 * @param fileName under which a browser keeps it
 * @param bytes its size
 * @param status how it ended, such as {@code OVERFLOW} (DALI 1.1, section 4.4); empty if nothing was said of it
 * @param reference URI of a result that is elsewhere, which has no bytes here
 */
public record JobResult(
        String id,
        Optional<String> file,
        String mediaType,
        String fileName,
        long bytes,
        Optional<String> status,
        Optional<String> reference) {

    /** A result that is elsewhere. */
    public static JobResult elsewhere(String id, String uri, Optional<String> status) {
        return new JobResult(id, Optional.empty(), "text/plain", id, 0, status, Optional.of(uri));
    }
}
