// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of {@code /tap/async}. Jobs are named by the paths of their URLs. */
record JobClient(RunningGateway server, HttpClient http) implements AutoCloseable {

    static final String LIST = "/tap/async";

    JobClient(RunningGateway server) {
        this(server, HttpClient.newHttpClient());
    }

    /** Sends a form of names and values in turn. */
    HttpResponse<String> post(String path, String... parameters) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(server.url(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.toString()))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Creates a job of names and values in turn. */
    String create(String... parameters) throws Exception {
        HttpResponse<String> response = post(LIST, parameters);
        assertEquals(303, response.statusCode(), response.body());
        URI job = URI.create(header(response, "Location"));
        assertTrue(job.getPath().matches("/tap/async/[0-9a-f]{32}"), job.toString());
        return job.getPath();
    }

    /** Creates a job of a query, and of further names and values in turn. */
    String query(String adql, String... more) throws Exception {
        List<String> parameters = new ArrayList<>(List.of("LANG", "ADQL", "QUERY", adql));
        parameters.addAll(List.of(more));
        return create(parameters.toArray(String[]::new));
    }

    String get(String path) throws Exception {
        HttpResponse<String> response = server.get(path);
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    /** Text of an element of a job's document; empty if there is none, or it has no text. */
    static String element(String document, String name) {
        Matcher matcher = Pattern.compile("<(?:uws:)?" + name + ">([^<]*)<").matcher(document);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The document of a job that has ended. */
    String awaitEnd(String job) throws Exception {
        String document = get(job + "?WAIT=30");
        while (List.of("PENDING", "QUEUED", "EXECUTING").contains(element(document, "phase"))) {
            document = get(job + "?WAIT=30");
        }
        return document;
    }

    @Override
    public void close() {
        http.close();
    }
}
