// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A request as it goes over the wire. In a file each begins with a line {@code ### NAME}; then come the request line, any
 * headers, and after an empty line the body. Host, Connection and, if it is missing, Content-Length are added; {@code
 * -Header} leaves one of these away. Written in braces: {@code {{adql:TEXT}}} is TEXT percent-encoded, {@code
 * {{TEXT*N}}} is TEXT so many times, {@code {{0xE9}}} a byte, {@code {{gzip:N}}} that many zeros, compressed.
 *
 * @param name what is wrong with it
 * @param bytes the whole request
 */
record HostileRequest(String name, byte[] bytes) {
    static final String MARK = "### ";

    private static final Pattern PERCENT = Pattern.compile("(?s)\\{\\{adql:(.*?)}}(?!})");
    private static final Pattern REPEATED = Pattern.compile("(?s)\\{\\{([^{}]+)\\*(\\d+)}}");
    private static final Pattern BYTE = Pattern.compile("\\{\\{0x([0-9A-F]{2})}}");
    private static final Pattern GZIP = Pattern.compile("\\{\\{gzip:(\\d+)}}");

    /** The requests of a file. */
    static List<HostileRequest> read(Path file) throws IOException {
        List<HostileRequest> requests = new ArrayList<>();
        for (String part : Files.readString(file).split("(?m)^" + MARK)) {
            if (!part.isBlank()) {
                int end = part.indexOf('\n');
                requests.add(of(part.substring(0, end), part.substring(end + 1).stripTrailing()));
            }
        }
        return requests;
    }

    private static HostileRequest of(String name, String text) {
        String[] parts = text.split("\n\n", 2);
        // One char per byte from here on.
        String lineEnd = parts[0].contains("multipart/") ? "\r\n" : "\n";
        byte[] body = parts.length < 2
                ? new byte[0]
                : expanded(parts[1].replace("\n", lineEnd)).getBytes(ISO_8859_1);
        List<String> lines = new ArrayList<>(List.of(expanded(parts[0]).split("\n")));
        for (String header : List.of("Host: localhost", "Connection: close", "Content-Length: " + body.length)) {
            String key = header.substring(0, header.indexOf(':') + 1);
            boolean unwanted = lines.remove("-" + key.replace(":", ""));
            boolean empty = key.equals("Content-Length:") && body.length == 0;
            if (!unwanted && !empty && lines.stream().noneMatch(line -> line.startsWith(key))) {
                lines.add(header);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        return new HostileRequest(name, bytes.toByteArray());
    }

    private static String expanded(String text) {
        String bytes = new String(text.getBytes(UTF_8), ISO_8859_1);
        String repeated = replace(REPEATED, bytes, m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
        String encoded = replace(
                PERCENT, repeated, m -> URLEncoder.encode(new String(m.group(1).getBytes(ISO_8859_1), UTF_8), UTF_8));
        String single = replace(BYTE, encoded, m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
        return replace(GZIP, single, m -> new String(zeros(Long.parseLong(m.group(1))), ISO_8859_1));
    }

    private static String replace(
            Pattern pattern, String text, java.util.function.Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(replacement.apply(m)));
    }

    private static byte[] zeros(long count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] block = new byte[1 << 16];
            for (long left = count; left > 0; left -= block.length) {
                gzip.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
