// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.gateway.model.ModelNode.Link;
import org.meridian.workspace.node.NodePath;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Compares a whole region with what each door shows of it. Not thread-safe.
 *
 * @param region that is compared; nobody changes it meanwhile
 */
record Comparison(Region region) {

    private static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final String VOS = "http://www.ivoa.net/xml/VOSpace/v2.0";
    private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";
    private static final Set<String> TIMES = Set.of(CORE + "date", CORE + "mtime", CORE + "ctime", CORE + "btime");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a door says of a node. */
    private record Said(String type, Map<String, String> properties, Optional<String> target) {}

    /** Compares all of it. */
    void all() {
        try {
            folder(region.model().top(), region.model().root());
        } catch (IOException e) {
            throw new AssertionError("what the doors show cannot be read", e);
        }
    }

    private void folder(NodePath path, Folder folder) throws IOException {
        Map<String, ModelNode> wanted = new HashMap<>();
        folder.children.forEach((name, child) -> wanted.put(Doors.URIS.of(path.child(name)), child));
        wanted.put(Doors.URIS.of(path), folder);
        described("VOSpace in XML", path, wanted, byXml(path));
        described("VOSpace in JSON", path, wanted, byJson(path));
        byDav(path, folder);
        byPosix(path, folder);
        for (Map.Entry<String, ModelNode> child : folder.children.entrySet()) {
            NodePath at = path.child(child.getKey());
            switch (child.getValue()) {
                case Folder inner -> folder(at, inner);
                case DataFile file -> bytes(at, file);
                case Link link -> {}
            }
        }
    }

    private void described(String door, NodePath path, Map<String, ModelNode> wanted, Map<String, Said> there) {
        assertEquals(new TreeSet<>(wanted.keySet()), new TreeSet<>(there.keySet()), door + " lists " + path);
        wanted.forEach((uri, node) -> {
            Said said = there.get(uri);
            assertEquals(node.type(), said.type(), uri + " by " + door);
            Map<String, String> properties = new TreeMap<>(said.properties());
            properties.keySet().removeAll(TIMES);
            properties.remove(CORE + "ispublic");
            if (node instanceof DataFile file && !file.summed) {
                Optional.ofNullable(properties.remove(CORE + "MD5"))
                        .ifPresent(md5 -> assertEquals(Contents.md5(file.content), md5, uri + " by " + door));
            }
            assertEquals(properties(Doors.URIS.path(uri), node), properties, uri + " by " + door);
            Optional<String> target = node instanceof Link link ? Optional.of(link.target) : Optional.empty();
            assertEquals(target, said.target(), uri + " by " + door);
        });
    }

    private Map<String, String> properties(NodePath path, ModelNode node) {
        Map<String, String> all = new TreeMap<>(node.properties);
        ModelView view = region.model().look(region.owner(), path);
        ModelView.Readers readers = view.readers();
        all.put(CORE + "creator", node.maker.orElse(path.names().get(1)));
        all.put(Changes.PUBLIC_READ, readers.everybody() + "");
        if (!readers.readers().isEmpty()) {
            all.put(Changes.GROUP_READ, String.join(" ", new TreeSet<>(readers.readers())));
        }
        if (!readers.writers().isEmpty()) {
            all.put(Changes.GROUP_WRITE, String.join(" ", new TreeSet<>(readers.writers())));
        }
        if (view.isLocked()) {
            all.put(Changes.LOCKED, "true");
        }
        if (node instanceof DataFile file) {
            all.put(CORE + "length", file.content.length + "");
            file.contentType.ifPresent(type -> all.put(CORE + "type", type));
            if (file.summed) {
                all.put(CORE + "MD5", Contents.md5(file.content));
            }
        }
        return all;
    }

    private Answer fetched(String method, String address, String... headers) {
        Answer answer = region.doors().ask(region.owner(), method, address, new byte[0], headers);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(method + " " + address + ": " + answer.begin());
        }
        return answer;
    }

    private static Element parsed(Answer answer) throws IOException {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(answer.body()))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError("no XML: " + answer.text(), e);
        }
    }

    private static Stream<Element> children(Element in, String namespace, String name) {
        Stream.Builder<Element> found = Stream.builder();
        for (Node at = in.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element
                    && name.equals(element.getLocalName())
                    && namespace.equals(element.getNamespaceURI())) {
                found.add(element);
            }
        }
        return found.build();
    }

    private Map<String, Said> byXml(NodePath path) throws IOException {
        Element top = parsed(fetched("GET", Doors.nodes(path)));
        Map<String, Said> said = new HashMap<>();
        Stream.concat(Stream.of(top), children(top, VOS, "nodes").flatMap(nodes -> children(nodes, VOS, "node")))
                .forEach(node -> said.put(
                        node.getAttribute("uri"),
                        new Said(
                                node.getAttributeNS(SCHEMA, "type").replaceFirst(".*:", ""),
                                children(node, VOS, "properties")
                                        .flatMap(all -> children(all, VOS, "property"))
                                        .collect(Collectors.toMap(
                                                each -> each.getAttribute("uri"), Element::getTextContent)),
                                children(node, VOS, "target")
                                        .map(Element::getTextContent)
                                        .findFirst())));
        return said;
    }

    private Map<String, Said> byJson(NodePath path) throws IOException {
        JsonNode top =
                JSON.readTree(fetched("GET", Doors.nodes(path) + "?format=json").body());
        Map<String, Said> said = new HashMap<>();
        said.put(top.path("uri").asText(), ofJson(top));
        top.path("nodes").forEach(node -> said.put(node.path("uri").asText(), ofJson(node)));
        return said;
    }

    private static Said ofJson(JsonNode node) {
        Map<String, String> properties = new TreeMap<>();
        node.path("properties")
                .properties()
                .forEach(each -> properties.put(each.getKey(), each.getValue().asText()));
        Optional<String> target =
                node.has("target") ? Optional.of(node.get("target").asText()) : Optional.empty();
        return new Said(node.path("type").asText(), properties, target);
    }

    private void byDav(NodePath path, Folder folder) throws IOException {
        Element top = parsed(fetched("PROPFIND", Doors.dav(path), "Depth", "1"));
        Map<String, String> wanted = new TreeMap<>();
        wanted.put(Doors.dav(path) + "/", "collection" + folder.properties.get("dav:/urn%3Ao#colour"));
        folder.children.forEach((name, child) -> {
            String address = Doors.dav(path.child(name));
            String colour = child.properties.get("dav:/urn%3Ao#colour");
            switch (child) {
                case Folder inner -> wanted.put(address + "/", "collection" + colour);
                case DataFile file -> wanted.put(address, file.content.length + tag(file) + colour);
                case Link link -> {}
            }
        });
        Map<String, String> there = new TreeMap<>();
        children(top, "DAV:", "response").forEach(response -> {
            String address = text(response, "DAV:", "href").orElseThrow();
            boolean tagged = wanted.getOrDefault(address, "").contains("\"");
            String what = text(response, "DAV:", "getcontentlength")
                    .map(length ->
                            length + (tagged ? text(response, "DAV:", "getetag").orElse("") : ""))
                    .orElse("collection");
            there.put(address, what + text(response, "urn:o", "colour").orElse("null"));
        });
        assertEquals(wanted, there, "WebDAV lists " + path);
    }

    private static String tag(DataFile file) {
        return file.summed ? Contents.tag(file.content) : "";
    }

    private static Optional<String> text(Element in, String namespace, String name) {
        return Optional.ofNullable(in.getElementsByTagNameNS(namespace, name).item(0))
                .map(Node::getTextContent);
    }

    private void byPosix(NodePath path, Folder folder) throws IOException {
        Set<String> wanted = new TreeSet<>();
        folder.children.forEach((name, child) -> {
            if (!(child instanceof Link)) {
                wanted.add(name);
            }
        });
        try (Stream<Path> list = Files.list(region.posix().at(path))) {
            assertEquals(
                    wanted,
                    list.map(each -> each.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)),
                    "the tree has in " + path);
        }
    }

    private void bytes(NodePath path, DataFile file) throws IOException {
        Answer answer = fetched("GET", Doors.files(path));
        FileOperations.requireSame(file.content, answer);
        Contents.requireTrue(answer, file.content, file.summed);
        assertEquals(
                Contents.digest(file.content),
                Contents.digest(Files.readAllBytes(region.posix().at(path))),
                "the tree has others bytes of " + path);
    }

    /** Compares the trash, puts back of it what can be put back, and compares all of it again. */
    void trash(int most) throws IOException {
        Map<Long, ModelSpace.Discarded> items = new TreeMap<>();
        int at = region.model().discarded().size();
        for (long before = 1L << 50; before > 0; ) {
            JsonNode page = JSON.readTree(fetched("GET", "/vospace/trash?limit=500&before=" + before)
                            .body())
                    .path("items");
            before = page.isEmpty() ? 0 : page.get(page.size() - 1).path("item").asLong();
            for (JsonNode item : page) {
                NodePath path = Doors.URIS.path(item.path("uri").asText());
                if (region.model().top().holds(path)) {
                    at--;
                    assertEquals(
                            at < 0
                                    ? "nothing more"
                                    : region.model().discarded().get(at).path().toString(),
                            path.toString(),
                            "in the trash");
                    items.put(
                            item.path("item").asLong(),
                            region.model().discarded().get(at));
                }
            }
        }
        assertEquals(0, at, "items that are not in the trash");
        items.entrySet().stream().limit(most).forEach(item -> restore(item.getKey(), item.getValue()));
        all();
    }

    private void restore(long number, ModelSpace.Discarded item) {
        region.note("restore " + item.path());
        Expected.vospace(
                Expected.of(() -> region.model().restore(region.owner(), item)),
                200,
                region.doors().ask(region.owner(), "POST", "/vospace/trash/" + number, "".getBytes(UTF_8)));
    }
}
