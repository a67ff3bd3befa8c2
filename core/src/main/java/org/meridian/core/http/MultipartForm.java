// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;

/** The text fields of a {@code multipart/form-data} body (RFC 7578) that is in memory. */
final class MultipartForm {

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\";\\s]{1,200}))");
    private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition:\\s*form-data\\s*(;.*)$");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name=(?:\"([^\"]*)\"|([^;\\s]+))");
    private static final Pattern FILE = Pattern.compile("(?i);\\s*filename\\*?=");
    private static final String LINE_END = "\r\n";

    private MultipartForm() {}

    /** The boundary that a Content-Type names. */
    static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new UsageFault("multipart/form-data needs a boundary");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** Gives each text field to {@code field}; files are skipped. */
    static void read(byte[] body, String boundary, BiConsumer<String, String> field) {
        // One char per byte: positions in the text are positions in the body.
        String text = LINE_END + new String(body, ISO_8859_1);
        String delimiter = LINE_END + "--" + boundary;
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int part = at + delimiter.length();
            if (text.startsWith("--", part)) {
                return;
            }
            int next = text.indexOf(delimiter, part);
            if (next < 0) {
                break;
            }
            readPart(body, text, part, next, field);
            at = next;
        }
        throw new UsageFault("the multipart body does not end with its boundary");
    }

    private static void readPart(byte[] body, String text, int from, int to, BiConsumer<String, String> field) {
        int content = text.indexOf(LINE_END + LINE_END, from);
        if (content < 0 || content >= to) {
            throw new UsageFault("a part of the multipart body has no end of its headers");
        }
        Matcher disposition = DISPOSITION.matcher(text.substring(from, content));
        if (!disposition.find() || FILE.matcher(disposition.group(1)).find()) {
            return;
        }
        Matcher name = NAME.matcher(disposition.group(1));
        if (name.find()) {
            String key = name.group(1) != null ? name.group(1) : name.group(2);
            int shift = LINE_END.length();
            int start = content + LINE_END.length() + LINE_END.length();
            field.accept(key, RequestParameters.utf8(body, start - shift, to - shift));
        }
    }
}
