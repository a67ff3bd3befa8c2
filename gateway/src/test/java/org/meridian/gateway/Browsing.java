// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a browser does: it keeps cookies, says where requests come from, and follows no redirect unless told. */
final class Browsing {

    /** What Chromium accepts when somebody opens a link or sends a form. */
    static final String PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI root;
    private final Map<String, String> cookies = new TreeMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    /** A browser on the gateway's own machine. */
    Browsing(URI root) {
        this.root = root;
        headers.put("Sec-Fetch-Site", "same-origin");
    }

    /** A browser elsewhere, behind a proxy that speaks https with it. */
    static Browsing byHttps(URI root) {
        return new Browsing(root)
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-For", "198.51.100." + (1 + (int) (Math.random() * 250)));
    }

    /** The same with a header; an empty value leaves it out. */
    Browsing with(String name, String value) {
        if (value.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(root.resolve(path)).GET());
    }

    HttpResponse<String> post(String path, String... parameters) throws Exception {
        List<String> form = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            form.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], UTF_8));
        }
        return send(HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", form))));
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(HttpRequest.newBuilder(root.resolve(path)).DELETE());
    }

    HttpResponse<String> patch(String path) throws Exception {
        return send(HttpRequest.newBuilder(root.resolve(path)).method("PATCH", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        headers.forEach(request::setHeader);
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            request.setHeader("Cookie", String.join("; ", pairs));
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(pair.indexOf('=') + 1));
        }
    }
}
