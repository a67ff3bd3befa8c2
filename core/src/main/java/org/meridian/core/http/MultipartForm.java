// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;

/** The parts of a {@code multipart/form-data} body (RFC 7578) that is in memory. */
final class MultipartForm {

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\";\\s]{1,200}))");
    private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition:\\s*form-data\\s*(;.*)$");
    private static final Pattern TYPE = Pattern.compile("(?im)^content-type:(.*)$");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name=(?:\"([^\"]*)\"|([^;\\s]+))");
    private static final Pattern FILE = Pattern.compile("(?i);\\s*filename\\*?=");
    private static final String LINE_END = "\r\n";

    /**
     * A named part.
     *
     * @param contentType as sent; blank if it has none
     */
    record Part(String name, boolean isFile, String contentType, byte[] content) {}

    private MultipartForm() {}

    /** The boundary that a Content-Type names. */
    static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new UsageFault("multipart/form-data needs a boundary");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** The named parts, in the order of the body. */
    static List<Part> parts(byte[] body, String boundary) {
        // One char per byte: nothing is lost on the way back.
        String text = LINE_END + new String(body, ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        String delimiter = LINE_END + "--" + boundary;
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int part = at + delimiter.length();
            if (text.startsWith("--", part)) {
                return parts;
            }
            int next = text.indexOf(delimiter, part);
            if (next < 0) {
                break;
            }
            readPart(text, part, next).ifPresent(parts::add);
            at = next;
        }
        throw new UsageFault("the multipart body does not end with its boundary");
    }

    private static Optional<Part> readPart(String text, int from, int to) {
        int content = text.indexOf(LINE_END + LINE_END, from);
        int start = content + LINE_END.length() + LINE_END.length();
        if (content < 0 || start > to) {
            throw new UsageFault("a part of the multipart body has no end of its headers");
        }
        String headers = text.substring(from, content);
        Matcher disposition = DISPOSITION.matcher(headers);
        Matcher name = NAME.matcher(disposition.find() ? disposition.group(1) : "");
        if (!name.find()) {
            return Optional.empty();
        }
        Matcher type = TYPE.matcher(headers);
        return Optional.of(new Part(
                name.group(1) != null ? name.group(1) : name.group(2),
                FILE.matcher(disposition.group(1)).find(),
                type.find() ? type.group(1) : "",
                text.substring(start, to).getBytes(ISO_8859_1)));
    }
}
