// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that was posted with a job. Immutable.
 *
 * @param part name of its part in the request, any text
 * @param name of the file in the job's folder
 * @param bytes its size
 */
public record JobFile(String part, String name, long bytes) {

    /** One that is about to be kept, under a name that no other has and any file system takes. */
    public static JobFile arriving(String part, long bytes) {
        return new JobFile(
                part, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), bytes);
    }
}
