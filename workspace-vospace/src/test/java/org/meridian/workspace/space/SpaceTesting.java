// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.db.TestDatabase;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Allowance;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.LockStore;
import org.meridian.workspace.store.NodeStore;
import org.meridian.workspace.store.RoomStore;
import org.meridian.workspace.store.TrashStore;

/** A space on a database and a folder of its own, and people in it. */
abstract class SpaceTesting {

    static final Subject ANN = person("ann", "gaia");
    static final Subject BOB = person("bob", "ann~stars");
    static final String TITLE = "ivo://ivoa.net/vospace/core#title";

    static TestDatabase database;

    @TempDir
    Path folder;

    Tree tree;
    Rooms rooms;
    Space.Parts parts;
    Space space;
    Bytes bytes;

    static Subject person(String name, String... groups) {
        return new Subject(Optional.of(name), Set.of(groups), Scope.USE, Subject.Credential.LOGIN);
    }

    @BeforeAll
    static void begin() {
        database = TestDatabase.create();
        database.database().migrate(NodeStore.MIGRATIONS);
    }

    @AfterAll
    static void end() {
        database.close();
    }

    @BeforeEach
    void open() throws IOException {
        tree = Tree.open(folder);
        begin(clock());
    }

    /** Begins to work on the tree, as a gateway does that is started. */
    void begin(InstantSource clock) {
        rooms = new Rooms(store(), InstantSource.system());
        parts = new Space.Parts(
                tree,
                new NodeStore(database.database().owner()),
                new LinkStore(database.database().owner()),
                new TrashStore(database.database().owner(), versions()),
                new EditLocks(new LockStore(database.database().owner()), clock),
                rooms,
                new VosUri("example.org~vospace"));
        space = new Space(parts);
        bytes = space.bytes();
    }

    /** What time it is for locks. */
    InstantSource clock() {
        return InstantSource.system();
    }

    /** How many versions are kept of a file. */
    int versions() {
        return 0;
    }

    static RoomStore store() {
        return new RoomStore(database.database().owner(), Allowance.UNLIMITED);
    }

    @AfterEach
    void close() throws IOException {
        tree.close();
    }

    static NodePath path(String text) {
        return NodePath.of(text);
    }

    Path file(String path) {
        return folder.resolve("tree" + path);
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    Bytes.Written write(Subject who, String path, String text) throws IOException {
        return bytes.write(who, path(path), stream(text), Sent.UNKNOWN);
    }

    String read(Subject who, String path) throws IOException {
        try (Bytes.Readable file = bytes.read(who, path(path))) {
            return new String(Channels.newInputStream(file.file().channel()).readAllBytes(), UTF_8);
        }
    }

    static void refused(Name name, String because, Executable call) {
        VospaceFault fault = assertThrows(VospaceFault.class, call);
        assertEquals(name, fault.name(), fault.text());
        assertTrue(fault.detail().contains(because), fault.detail());
    }

    static NodeTemplate saying(String uri, String value) {
        return new NodeTemplate(Optional.empty(), Map.of(uri, Optional.of(value)), Optional.empty());
    }

    List<String> names(Subject who, String path, Page page) throws IOException {
        return space.list(who, path(path), page).children().stream()
                .map(child -> child.path().name())
                .toList();
    }

    List<String> names(Subject who, String path) throws IOException {
        return names(who, path, Page.first(1000));
    }
}
