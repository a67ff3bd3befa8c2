// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.workspace.node.NodePath;

/**
 * Sends files in parts (tus 1.0.0). Thread-safe.
 *
 * @param doors to the gateway
 */
record UploadsDoor(Doors doors) {

    private static final String LIST = "/vospace/uploads";
    private static final byte[] NOTHING = {};

    private Answer ask(Visitor who, String method, String url, byte[] body, List<String> more) {
        List<String> headers = new ArrayList<>(more);
        headers.addAll(List.of("Tus-Resumable", "1.0.0"));
        return doors.ask(who, method, URI.create(url).getRawPath(), body, headers.toArray(String[]::new));
    }

    /**
     * Begins an upload.
     *
     * @param metadata what is said of it beside its path
     * @param first bytes that come at once; none is also well
     */
    Answer begin(Visitor who, NodePath path, int length, Map<String, String> metadata, byte[] first, boolean onlyNew) {
        List<String> headers = new ArrayList<>();
        headers.addAll(List.of("Upload-Length", "" + length));
        String said = metadata.entrySet().stream()
                .map(each -> "," + each.getKey() + " " + base64(each.getValue().getBytes(UTF_8)))
                .collect(Collectors.joining());
        headers.addAll(
                List.of("Upload-Metadata", "path " + base64(path.toString().getBytes(UTF_8)) + said));
        if (onlyNew) {
            headers.addAll(List.of("If-None-Match", "*"));
        }
        if (first.length > 0) {
            headers.addAll(List.of("Content-Type", "application/offset+octet-stream"));
        }
        return ask(who, "POST", LIST, first, headers);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static List<String> headers(long offset) {
        return List.of("Upload-Offset", "" + offset, "Content-Type", "application/offset+octet-stream");
    }

    /** Sends a part; with what is said to be its checksum, if there is something. */
    Answer append(Visitor who, String url, long offset, byte[] part, Optional<byte[]> sha256) {
        List<String> headers = new ArrayList<>(headers(offset));
        sha256.ifPresent(each -> headers.addAll(List.of("Upload-Checksum", "sha256 " + base64(each))));
        return ask(who, "PATCH", url, part, headers);
    }

    /** Sends a part that breaks off, and waits until the gateway has seen that. */
    void breakOff(Visitor who, String url, long offset, byte[] begin, int announced) {
        URI uri = URI.create(url);
        List<String> headers = new ArrayList<>(who.headers());
        headers.addAll(headers(offset));
        headers.addAll(List.of("Tus-Resumable", "1.0.0", "Host", uri.getAuthority(), "Content-Length", "" + announced));
        StringBuilder request = new StringBuilder("PATCH " + uri.getRawPath() + " HTTP/1.1\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            request.append(headers.get(i))
                    .append(": ")
                    .append(headers.get(i + 1))
                    .append("\r\n");
        }
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.append("\r\n").toString().getBytes(ISO_8859_1));
            out.write(begin);
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a whole file in two parts; the first answer that is no success, or the last. */
    Answer whole(Visitor who, NodePath path, byte[] content, boolean onlyNew) {
        Answer answer = begin(who, path, content.length, Map.of(), NOTHING, onlyNew);
        if (answer.status() != 201) {
            return answer;
        }
        String url = answer.header("Location").orElseThrow();
        int half = content.length / 2;
        Contest.Ground.requireAny(append(who, url, 0, Arrays.copyOf(content, half), Optional.empty()), 204);
        answer = append(who, url, half, Arrays.copyOfRange(content, half, content.length), Optional.empty());
        if (answer.status() != 204) {
            // Of some faults it is gone.
            Contest.Ground.requireAny(end(who, url), 204, 404);
        }
        return answer;
    }

    /** How far one is. */
    Answer stand(Visitor who, String url) {
        return ask(who, "HEAD", url, NOTHING, List.of());
    }

    /** Ends one. */
    Answer end(Visitor who, String url) {
        return ask(who, "DELETE", url, NOTHING, List.of());
    }

    /** Those of somebody that are not complete, as JSON. */
    Answer list(Visitor who) {
        return doors.get(who, LIST);
    }
}
