// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back for a hostile request.
 *
 * @param status of HTTP
 * @param type Content-Type; blank if there is none
 * @param text what it says: the fault of a DALI document, or the body
 */
record HostileAnswer(int status, String type, String text) {
    private static final Pattern STATUS = Pattern.compile("\\AHTTP/1\\.1 (\\d{3})");
    private static final Pattern TYPE = Pattern.compile("(?i)\r\nContent-Type: ([^\r]*)\r\n");
    private static final Pattern FAULT =
            Pattern.compile("(?s)<INFO name=\"QUERY_STATUS\" value=\"ERROR\">(.*?)</INFO>");
    private static final Pattern INSIDE = Pattern.compile(
            "PSQLException|org\\.(meridian|eclipse|glassfish|postgresql)|java\\.(lang|util|io)|\\tat |SQLSTATE|/tmp/|COPY \\(");
    private static final Pattern INCIDENT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int SHOWN = 600;

    static HostileAnswer of(byte[] bytes) {
        // One char per byte, as sizes are in bytes.
        String answer = new String(bytes, ISO_8859_1);
        Matcher status = STATUS.matcher(answer);
        if (!status.find()) {
            return new HostileAnswer(0, "", answer);
        }
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end + 2);
        String body = answer.substring(end + 4);
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            body = unchunked(body);
        }
        Matcher type = TYPE.matcher(head);
        Matcher fault = FAULT.matcher(body);
        String text = new String((fault.find() ? fault.group(1) : body).getBytes(ISO_8859_1), UTF_8);
        return new HostileAnswer(Integer.parseInt(status.group(1)), type.find() ? type.group(1) : "", text);
    }

    /** The body without the sizes of its chunks and without trailer fields. */
    private static String unchunked(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        int lineEnd = body.indexOf("\r\n");
        while (lineEnd > at) {
            int size = Integer.parseInt(body.substring(at, lineEnd), 16);
            if (size == 0) {
                break;
            }
            whole.append(body, lineEnd + 2, lineEnd + 2 + size);
            at = lineEnd + 2 + size + 2;
            lineEnd = body.indexOf("\r\n", at);
        }
        return whole.toString();
    }

    boolean tellsOfTheInside() {
        return INSIDE.matcher(text).find();
    }

    /** The same for the same request at any time. */
    String describe() {
        String stable = INCIDENT.matcher(text).replaceAll("(incident)").replace("\r", "");
        String shown = stable.length() > SHOWN ? stable.substring(0, SHOWN) + " ..." : stable;
        return status + " " + type + "\n" + shown.strip() + "\n";
    }
}
