// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A page about signing in: HTML that needs no script and nothing from elsewhere, kept by nobody. Immutable.
 *
 * @param root path of the gateway's root as browsers know it, without trailing slash
 * @param title what the page is about
 * @param head more elements of the head
 * @param body HTML
 */
record Page(String root, String title, String head, String body) {

    /** Media type of methods that answer with pages at URLs where programs are answered with something else. */
    static final String RATHER_HTML = "text/html;qs=0.5";

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Nothing runs here, and forms lead nowhere else. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    /**
     * URLs of pages may hold the secret of a link, so nothing that is opened from them is told more than the origin. The stricter
     * {@code no-referrer} would make browsers write {@code Origin: null} with forms, which the same-origin rule refuses.
     */
    private static final String REFERRER = "strict-origin";

    static Page of(String root, String title, String body) {
        return new Page(root, title, "", body);
    }

    /** The answer with that page. */
    Response.ResponseBuilder answer(int status) {
        return Response.status(status)
                .type("text/html;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", REFERRER)
                .entity(html());
    }

    private String html() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%2$s – Meridian</title>
                <link rel="icon" href="%1$s/favicon.ico" type="image/svg+xml">
                <link rel="stylesheet" href="%1$s/portal/portal.css">
                %3$s</head>
                <body class="sheet">
                <header class="top">
                  <a class="brand" href="%1$s/">
                    <svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="14"/><ellipse cx="16" cy="16" rx="6" ry="14"/><path d="M2 16h28"/></svg>
                    <span>Meridian</span>
                  </a>
                </header>
                <main>
                <h1>%2$s</h1>
                %4$s</main>
                </body>
                </html>
                """.formatted(escaped(root), escaped(title), head, body);
    }

    /** Marks that turn the direction of what follows: a name could look like another. */
    private static final Pattern TURNS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    /** A text as HTML, in elements and in quoted attributes; marks that turn directions are shown as unknown letters. */
    static String escaped(String text) {
        return TURNS.matcher(text)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A moment, for people. */
    static String moment(Instant instant) {
        return MINUTES.format(instant);
    }

    /** What went wrong, for people and their screen readers; nothing if {@code message} is empty. */
    static String alert(String message) {
        return message.isEmpty() ? "" : "<p class=\"status error\" role=\"alert\">" + escaped(message) + "</p>\n";
    }
}
