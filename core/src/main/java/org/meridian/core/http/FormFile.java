// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A part of a multipart body that is a file (RFC 7578), on disk. It is there until its {@link FormRequest} is closed; who
 * needs it longer moves or copies it.
 *
 * @param path where it is
 * @param filename as the client wrote it, not to be used as a path; empty if it wrote none
 * @param contentType as the client wrote it; empty if it wrote none
 */
public record FormFile(Path path, Optional<String> filename, Optional<String> contentType) {}
