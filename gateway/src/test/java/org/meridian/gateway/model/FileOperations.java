// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.gateway.model.Expected.Outcome;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.workspace.node.NodePath;

/**
 * Reads and writes files through VOSpace, WebDAV and their own addresses. Not thread-safe.
 *
 * @param region in which
 */
record FileOperations(Region region) {

    /** Writes a file, with or without conditions. */
    void put() {
        Visitor who = region.somebody();
        NodePath path = region.mostly(DataFile.class);
        byte[] content = region.content();
        boolean dav = region.chance(0.5);
        List<String> headers = new ArrayList<>();
        Optional<String> type = region.chance(0.3) ? Optional.of("text/x-test") : Optional.empty();
        type.ifPresent(each -> headers.addAll(List.of("Content-Type", each)));
        boolean onlyNew = region.chance(0.2);
        if (onlyNew) {
            headers.addAll(List.of("If-None-Match", "*"));
        }
        boolean wrong = region.chance(0.1);
        if (wrong || region.chance(0.3)) {
            byte[] announced = wrong ? Arrays.copyOf(content, content.length + 1) : content;
            headers.addAll(List.of("Content-Digest", Contents.digest(announced)));
        }
        region.note("put " + who.name() + (dav ? " dav " : " files ") + path + " " + content.length + headers);
        Outcome<Boolean> wanted = Expected.of(() -> {
            region.model().requireWritable(who, path, onlyNew);
            if (wrong) {
                throw new Refused("InvalidData");
            }
            return region.model().put(who, path, content, type, onlyNew);
        });
        Answer answer = region.doors()
                .ask(who, "PUT", dav ? Doors.dav(path) : Doors.files(path), content, headers.toArray(String[]::new));
        written(wanted, answer, content, dav);
    }

    private static void written(Outcome<Boolean> wanted, Answer answer, byte[] content, boolean dav) {
        int status = wanted.is(true) ? 201 : 204;
        if (dav) {
            Expected.dav(wanted, "PUT", status, answer);
        } else {
            Expected.vospace(wanted, status, answer);
        }
        if (wanted.fault().isEmpty()) {
            Contents.requireTrue(answer, content, true);
        }
    }

    /** Replaces a file that is what it was, or is not. */
    void putIfMatch() {
        Visitor who = region.owner();
        Optional<NodePath> path = region.one(DataFile.class);
        if (path.isEmpty()) {
            put();
            return;
        }
        byte[] content = region.content();
        boolean dav = region.chance(0.5);
        String address = dav ? Doors.dav(path.get()) : Doors.files(path.get());
        boolean other = region.chance(0.3);
        region.note("put if match " + (dav ? "dav " : "files ") + path.get() + (other ? " with another's tag" : ""));
        String tag = region.doors()
                .ask(who, "HEAD", address, new byte[0])
                .header("ETag")
                .orElseThrow();
        Outcome<Boolean> wanted = Expected.of(() -> {
            region.model().requireWritable(who, path.get(), false);
            if (other) {
                throw new Refused("PreconditionFailed");
            }
            return region.model().put(who, path.get(), content, Optional.empty(), false);
        });
        Answer answer =
                region.doors().ask(who, "PUT", address, content, "If-Match", other ? "\"0123456789abcdef\"" : tag);
        written(wanted, answer, content, dav);
    }

    /** Writes a file as a transfer: to the endpoint that the service names (VOSpace 2.1, section 6.4.1). */
    void push() {
        Visitor who = region.somebody();
        NodePath path = region.mostly(DataFile.class);
        byte[] content = region.content();
        region.note("push " + who.name() + " " + path + " " + content.length);
        Outcome<Boolean> wanted = Expected.of(() -> region.model().put(who, path, content, Optional.empty(), false));
        Optional<URI> endpoint = region.doors().endpoint(who, path, true);
        if (wanted.fault().isPresent()) {
            endpoint.ifPresent(uri -> {
                throw new AssertionError(
                        "there is an endpoint, and should be " + wanted.fault().get());
            });
            return;
        }
        URI uri = endpoint.orElseThrow(() -> new AssertionError("there is no endpoint for " + path));
        written(wanted, region.doors().atEndpoint(uri, "PUT", content), content, false);
    }

    /** Reads a file, or a part of it, or nothing if it is what it was. */
    void read() {
        Visitor who = region.somebody();
        NodePath path = region.mostly(DataFile.class);
        boolean dav = region.chance(0.4);
        region.note("read " + who.name() + (dav ? " dav " : " files ") + path);
        Outcome<DataFile> wanted = Expected.of(() -> region.model().read(who, path));
        String address = dav ? Doors.dav(path) : Doors.files(path);
        Answer answer = region.doors().get(who, address);
        if (dav && isFolder(who, path)) {
            if (answer.status() != 200) {
                throw new AssertionError("a folder is a page: " + answer.begin());
            }
            return;
        }
        if (dav) {
            Expected.dav(wanted, "GET", 200, answer);
        } else {
            Expected.vospace(wanted, 200, answer);
        }
        wanted.result().ifPresent(file -> {
            requireSame(file.content, answer);
            Contents.requireTrue(answer, file.content, file.summed);
            part(who, address, file, answer.header("ETag").orElseThrow());
        });
    }

    private boolean isFolder(Visitor who, NodePath path) {
        return Expected.of(() -> region.model().get(who, path))
                .result()
                .filter(Folder.class::isInstance)
                .isPresent();
    }

    private void part(Visitor who, String address, DataFile file, String tag) {
        Answer same = region.doors().get(who, address, "If-None-Match", tag);
        if (same.status() != 304) {
            throw new AssertionError("nothing has changed, and the answer is " + same.begin());
        }
        if (file.content.length > 1) {
            int from = region.random().nextInt(file.content.length);
            int to = from + region.random().nextInt(file.content.length - from);
            Answer part = region.doors().get(who, address, "Range", "bytes=" + from + "-" + to, "If-Range", tag);
            if (part.status() != 206) {
                throw new AssertionError("a range is answered " + part.status());
            }
            requireSame(Arrays.copyOfRange(file.content, from, to + 1), part);
        }
    }

    /** Fetches a file from the endpoint that the service names. */
    void pull() {
        Visitor who = region.somebody();
        NodePath path = region.mostly(DataFile.class);
        region.note("pull " + who.name() + " " + path);
        Outcome<DataFile> wanted = Expected.of(() -> region.model().read(who, path));
        Optional<URI> endpoint = region.doors().endpoint(who, path, false);
        if (endpoint.isPresent() != wanted.fault().isEmpty()) {
            throw new AssertionError("endpoint " + endpoint + ", and should be " + wanted.fault());
        }
        wanted.result()
                .ifPresent(file -> requireSame(
                        file.content, region.doors().atEndpoint(endpoint.orElseThrow(), "GET", new byte[0])));
    }

    static void requireSame(byte[] content, Answer answer) {
        if (!Arrays.equals(content, answer.body())) {
            throw new AssertionError("there should be " + content.length + " bytes, and are "
                    + answer.body().length + (content.length == answer.body().length ? " others" : "") + ", status "
                    + answer.status());
        }
    }
}
