// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A headless Chromium with one page, driven by its DevTools protocol. Whoever starts it closes it. */
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final WebSocket socket;
    private final String session;

    private Chromium(Process process, URI devTools) throws Exception {
        this.process = process;
        this.socket = client.newWebSocketBuilder()
                .buildAsync(devTools, new Answers())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String target = ask("Target.createTarget", Map.of("url", "about:blank"), "")
                .get("targetId")
                .asText();
        this.session = ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true), "")
                .get("sessionId")
                .asText();
        ask("Page.enable", Map.of(), session);
    }

    /** Starts one that keeps its files in {@code folder}. */
    static Chromium start(Path folder) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--window-size=1100,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank"))
                .redirectErrorStream(true)
                .start();
        Pattern listening = Pattern.compile("DevTools listening on (ws://\\S+)");
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher found = listening.matcher(line);
            if (found.find()) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return new Chromium(process, URI.create(found.group(1)));
            }
        }
        throw new IOException("chromium ended before it listened");
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> waiting =
                            asked.remove(message.path("id").asInt(-1));
                    if (waiting != null) {
                        waiting.complete(message);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } finally {
                    text.setLength(0);
                }
            }
            from.request(1);
            return null;
        }
    }

    private JsonNode ask(String method, Map<String, Object> parameters, String in) throws Exception {
        int id = number.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!in.isEmpty()) {
            message.put("sessionId", in);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        JsonNode whole = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (whole.has("error")) {
            throw new IOException(method + ": " + whole.get("error"));
        }
        return whole.get("result");
    }

    /** Goes to a page. */
    Chromium open(URI url) throws Exception {
        ask("Page.navigate", Map.of("url", url.toString()), session);
        return until("document.readyState === 'complete'");
    }

    /** The value of an expression in the page. */
    String value(String expression) throws Exception {
        JsonNode answer = ask(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true),
                session);
        return answer.path("result").path("value").asText();
    }

    /** Waits until an expression is true, on whatever page the browser is by then. */
    Chromium until(String condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                String later = "new Promise(done => setTimeout(() => done(Boolean(" + condition + ")), 50))";
                if (value(later).equals("true")) {
                    return this;
                }
            } catch (IOException betweenPages) {
                // The page that was asked is gone.
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("never " + condition + " at " + value("location.href") + "\n"
                        + value("document.body.innerText"));
            }
        }
    }

    /** Types into a field. */
    Chromium type(String selector, String text) throws Exception {
        value("document.querySelector(" + quoted(selector) + ").value = " + quoted(text));
        return this;
    }

    /** Clicks on what is there. */
    Chromium click(String selector) throws Exception {
        value("document.querySelector(" + quoted(selector) + ").click()");
        return this;
    }

    /** What can be read. */
    String text() throws Exception {
        return value("document.body.innerText");
    }

    /** A picture of the page. */
    Chromium picture(Path file) throws Exception {
        String data = ask("Page.captureScreenshot", Map.of("format", "png"), session)
                .get("data")
                .asText();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
        return this;
    }

    private static String quoted(String text) throws IOException {
        return JSON.writeValueAsString(text);
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
