// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

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

    static HostileAnswer of(String answer) {
        Matcher status = STATUS.matcher(answer);
        if (!status.find()) {
            return new HostileAnswer(0, "", answer);
        }
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end + 2);
        String body = answer.substring(end + 4);
        Matcher type = TYPE.matcher(head);
        Matcher fault = FAULT.matcher(body);
        String text = fault.find() ? fault.group(1) : body;
        return new HostileAnswer(Integer.parseInt(status.group(1)), type.find() ? type.group(1) : "", text);
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
