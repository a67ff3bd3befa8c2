// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.nio.file.Path;

/**
 * A file as the body of an answer: what a service returns and the gateway sends, with its length, in ranges where the client
 * asks for them (RFC 9110, section 14), and not again where the client has it (section 13). Immutable.
 *
 * @param file a finished file that will not change
 * @param contentType for the header Content-Type
 * @param fileName under which a browser keeps it
 * @param tag for the header ETag, without quotes: another for other bytes
 */
public record FileBody(Path file, String contentType, String fileName, String tag) {}
