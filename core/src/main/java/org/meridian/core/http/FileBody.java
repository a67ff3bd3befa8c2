// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A file as the body of an answer: what a service returns and the gateway sends, with its length, in ranges where the client
 * asks for them (RFC 9110, section 14), and not again where the client has it (section 13). Immutable.
 *
 * @param content the bytes
 * @param contentType for the header Content-Type
 * @param fileName under which a browser keeps it; any text
 * @param tag for the header ETag, without quotes: another for other bytes
 */
public record FileBody(Content content, String contentType, String fileName, String tag) {

    /**
     * The header Content-Disposition, with the name in ASCII for old clients, and as it is (RFC 6266, section 5).
     *
     * @param how {@code inline} or {@code attachment}
     * @param fileName any text
     */
    public static String disposition(String how, String fileName) {
        String ascii = fileName.replaceAll("[^ -~]|[\"\\\\%]", "_");
        String exact = URLEncoder.encode(fileName, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return how + "; filename=\"" + ascii + '"' + (ascii.equals(fileName) ? "" : "; filename*=UTF-8''" + exact);
    }

    /** Where the bytes are. */
    public sealed interface Content {}

    /**
     * In a file.
     *
     * @param file a finished one that will not change
     */
    public record InFile(Path file) implements Content {}

    /**
     * In a file that is open, since its name may stand for another one by and by.
     *
     * @param channel closed by whoever sends the answer, or does not
     * @param size of it when it was opened, in bytes
     * @param modified when its bytes had last changed then
     */
    public record OpenFile(FileChannel channel, long size, Instant modified) implements Content {}

    /**
     * In memory.
     *
     * @param bytes not changed any more
     * @param modified since when they are so
     */
    public record InMemory(byte[] bytes, Instant modified) implements Content {}
}
