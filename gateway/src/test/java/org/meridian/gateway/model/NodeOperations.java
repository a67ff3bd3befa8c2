// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.gateway.model.Expected.Outcome;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.gateway.model.ModelNode.Link;
import org.meridian.workspace.node.NodePath;

/**
 * Makes, describes and deletes nodes through VOSpace and WebDAV. Not thread-safe.
 *
 * @param region in which
 */
record NodeOperations(Region region) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};

    /** Makes a node. */
    void create() {
        Visitor who = region.somebody();
        NodePath path = region.anyPath();
        if (region.chance(0.3)) {
            makeCollection(who, path);
            return;
        }
        ModelNode made = switch (region.random().nextInt(4)) {
            case 0 -> new DataFile(NOTHING);
            case 1 ->
                new Link("vos://localhost~vospace/pub/x&" + region.random().nextInt(9));
            default -> new Folder();
        };
        Changes changes = region.chance(0.4) ? region.changes() : Changes.NONE;
        Optional<String> target = made instanceof Link link ? Optional.of(link.target) : Optional.empty();
        boolean json = region.chance(0.3);
        region.note("create " + who.name() + " " + made.type() + " " + path + " " + changes.all());
        Outcome<Boolean> wanted = Expected.of(() -> region.model().create(who, path, made, changes));
        byte[] body = json
                ? json(path, made.type(), changes.all(), target)
                : Doors.xml(path, made.type(), changes.all(), target);
        Expected.vospace(
                wanted, 201, region.doors().ask(who, "PUT", Doors.nodes(path), body, "Content-Type", type(json)));
    }

    private void makeCollection(Visitor who, NodePath path) {
        region.note("mkcol " + who.name() + " " + path);
        Outcome<Boolean> wanted = Expected.of(() -> {
            try {
                region.model().create(who, path, new Folder(), Changes.NONE);
            } catch (Refused refused) {
                throw region.model().isSeen(who, path) ? new Refused("ThereAlready") : refused;
            }
        });
        Expected.dav(wanted, "MKCOL", 201, region.doors().ask(who, "MKCOL", Doors.dav(path), NOTHING));
    }

    private static String type(boolean json) {
        return json ? "application/json" : "text/xml";
    }

    private static byte[] json(
            NodePath path, String type, Map<String, Optional<String>> properties, Optional<String> target) {
        ObjectNode node =
                JSON.createObjectNode().put("uri", Doors.URIS.of(path)).put("type", type);
        ObjectNode said = node.putObject("properties");
        properties.forEach((uri, value) -> said.put(uri, value.orElse(null)));
        target.ifPresent(uri -> node.put("target", uri));
        return node.toString().getBytes(UTF_8);
    }

    /** Says something of a node. */
    void set() {
        Visitor who = region.somebody();
        NodePath path = region.chance(0.1)
                ? region.model().top()
                : region.mostly(region.chance(0.5) ? Folder.class : region.chance(0.8) ? DataFile.class : Link.class);
        if (region.chance(0.25)) {
            patch(who, path);
            return;
        }
        Changes changes = region.changes();
        boolean json = region.chance(0.3);
        String type = region.model().look(who, path).find().map(ModelNode::type).orElse("DataNode");
        region.note("set " + who.name() + " " + path + " " + changes.all());
        Optional<String> target = json ? Optional.empty() : target(who, path);
        Outcome<Boolean> wanted = Expected.of(() -> region.model().set(who, path, changes, target.isPresent()));
        byte[] body = json ? json(path, type, changes.all(), target) : Doors.xml(path, type, changes.all(), target);
        Expected.vospace(
                wanted, 200, region.doors().ask(who, "POST", Doors.nodes(path), body, "Content-Type", type(json)));
    }

    private Optional<String> target(Visitor who, NodePath path) {
        return region.model()
                .look(who, path)
                .find()
                .flatMap(node -> node instanceof Link link ? Optional.of(link.target) : Optional.empty());
    }

    private void patch(Visitor who, NodePath path) {
        String value = "" + region.random().nextInt(1000);
        boolean gone = region.chance(0.2);
        Changes changes = Changes.of(Map.of("dav:/urn%3Ao#colour", gone ? Optional.empty() : Optional.of(value)));
        region.note("proppatch " + who.name() + " " + path + " " + changes.all());
        Outcome<Boolean> wanted = Expected.of(() -> {
            if (region.model().get(who, path) instanceof Link) {
                throw new Refused("NodeNotFound");
            }
            region.model().set(who, path, changes);
        });
        String what = gone ? "remove" : "set";
        String body = "<D:propertyupdate xmlns:D=\"DAV:\" xmlns:o=\"urn:o\"><D:" + what + "><D:prop><o:colour>"
                + (gone ? "" : value) + "</o:colour></D:prop></D:" + what + "></D:propertyupdate>";
        Answer answer = region.doors().ask(who, "PROPPATCH", Doors.dav(path), body.getBytes(UTF_8));
        Expected.dav(wanted, "PROPPATCH", 207, answer);
        if (wanted.fault().isEmpty() && !answer.text().contains("200 OK")) {
            throw new AssertionError("a property was not set: " + answer.begin());
        }
    }

    /** Says the same of a container and all that is in it. */
    void setAll() {
        NodePath path = region.mostly(Folder.class);
        Map<String, Optional<String>> properties = region.properties();
        region.note("set all " + path + " " + properties);
        Visitor who = region.owner();
        String type = region.model().look(who, path).find().map(ModelNode::type).orElse("ContainerNode");
        Outcome<Boolean> wanted = Expected.of(() -> region.model().setAll(who, path, properties));
        Expected.job(wanted, region.doors().setAll(who, path, type, properties));
    }

    /** Ends a lock of a node, so that not all of them are locked after a while. */
    void unlock() {
        for (Class<? extends ModelNode> kind : List.of(Folder.class, DataFile.class, Link.class)) {
            for (NodePath path : region.model().all(kind)) {
                ModelNode node = region.model().look(region.owner(), path).node();
                if (node.locked) {
                    region.note("unlock " + path);
                    Changes changes = new Changes(Map.of(), Map.of(Changes.LOCKED, Optional.empty()));
                    region.model().set(region.owner(), path, changes);
                    byte[] body = json(path, node.type(), changes.all(), Optional.empty());
                    Expected.vospace(
                            Expected.of(() -> true),
                            200,
                            region.doors()
                                    .ask(region.owner(), "POST", Doors.nodes(path), body, "Content-Type", type(true)));
                    return;
                }
            }
        }
    }

    /** Deletes a node. */
    void delete() {
        Visitor who = region.somebody();
        NodePath path = region.anyPath();
        int door = region.random().nextInt(3);
        region.note("delete " + who.name() + " " + path + " "
                + List.of("nodes", "dav", "job").get(door));
        Outcome<Boolean> wanted = Expected.of(() -> region.model().delete(who, path));
        switch (door) {
            case 0 -> Expected.vospace(wanted, 204, region.doors().ask(who, "DELETE", Doors.nodes(path), NOTHING));
            case 1 -> Expected.dav(wanted, "DELETE", 204, region.doors().ask(who, "DELETE", Doors.dav(path), NOTHING));
            default -> Expected.job(wanted, region.doors().delete(who, path));
        }
    }

    /** Locks a file by WebDAV: nobody changes it then who does not show the token (RFC 4918, section 7). */
    void lock() {
        Visitor who = region.owner();
        Optional<NodePath> found = region.one(DataFile.class)
                .filter(path -> !region.model().look(who, path).isLocked());
        if (found.isEmpty()) {
            return;
        }
        NodePath path = found.get();
        region.note("lock, write and unlock " + path);
        byte[] wish = ("<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/>"
                        + "</D:locktype></D:lockinfo>")
                .getBytes(UTF_8);
        Answer locked = region.doors().ask(who, "LOCK", Doors.dav(path), wish);
        String token = locked.header("Lock-Token").orElseThrow(() -> new AssertionError(locked.begin()));
        Outcome<Boolean> kept = Expected.of(() -> {
            throw new Refused("NodeLocked");
        });
        byte[] content = region.content();
        Expected.vospace(kept, 204, region.doors().ask(who, "PUT", Doors.files(path), content));
        Expected.vospace(kept, 204, region.doors().ask(who, "DELETE", Doors.nodes(path), NOTHING));
        Expected.vospace(kept, 204, region.doors().ask(who, "DELETE", Doors.nodes(path), NOTHING, "If", "(<urn:x>)"));
        Outcome<Boolean> written = Expected.of(() -> region.model().put(who, path, content, Optional.empty(), false));
        Expected.dav(
                written, "PUT", 204, region.doors().ask(who, "PUT", Doors.dav(path), content, "If", "(" + token + ")"));
        Expected.dav(
                written,
                "UNLOCK",
                204,
                region.doors().ask(who, "UNLOCK", Doors.dav(path), NOTHING, "Lock-Token", token));
    }
}
