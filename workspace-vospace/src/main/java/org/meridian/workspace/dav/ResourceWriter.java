// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.rest.FileExchange;
import org.meridian.workspace.space.EditLocks;

/**
 * Writes what there is to say of resources (RFC 4918, sections 13 and 15).
 *
 * @param request that is answered
 * @param locks there are
 * @param room that there is for what is in the resource that is asked for
 * @param syncToken of the members of the resource that the request points to, if it was asked for
 */
record ResourceWriter(DavRequest request, EditLocks locks, QuotaBytes room, Optional<String> syncToken) {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT);

    private static final String FOUND = "HTTP/1.1 200 OK";
    private static final String MISSING = "HTTP/1.1 404 Not Found";

    /** What was asked of one resource. */
    void response(XmlOut out, Node node, PropertyQuery query) throws IOException {
        Map<QName, DeadProperty> dead = DeadProperty.of(node.properties()).stream()
                .collect(Collectors.toMap(DeadProperty::name, Function.identity(), (first, same) -> first));
        out.start("response").element("href", request.href(node));
        switch (query) {
            case PropertyQuery.Names names -> names(out, node, dead);
            case PropertyQuery.All all -> {
                List<QName> wanted = new ArrayList<>(live(node));
                LiveProperty.BY_NAME.forEach(each -> wanted.remove(each.element()));
                dead.keySet().stream().filter(name -> !wanted.contains(name)).forEach(wanted::add);
                all.more().stream().filter(name -> !wanted.contains(name)).forEach(wanted::add);
                values(out, node, dead, wanted);
            }
            case PropertyQuery.Some some -> values(out, node, dead, List.copyOf(some.names()));
        }
        out.end("response").xml("\n");
    }

    private List<QName> live(Node node) {
        List<QName> names = new ArrayList<>();
        Arrays.stream(LiveProperty.values())
                .filter(each -> isOf(node, each))
                .map(LiveProperty::element)
                .forEach(names::add);
        names.add(LiveProperty.DISPLAYNAME);
        return names;
    }

    private boolean isOf(Node node, LiveProperty property) {
        if (LiveProperty.OF_ROOM.contains(property)) {
            return node.type() == NodeType.ContainerNode && room.isTold(property, node.path());
        }
        return node.type() == NodeType.DataNode
                ? !LiveProperty.OF_COLLECTIONS.contains(property)
                : !LiveProperty.OF_FILES.contains(property);
    }

    private boolean isKnown(Node node, LiveProperty property) {
        return isOf(node, property)
                && (property != LiveProperty.SYNC_TOKEN
                        || syncToken.isPresent() && node.path().equals(request.path()));
    }

    private void names(XmlOut out, Node node, Map<QName, DeadProperty> dead) throws IOException {
        out.start("propstat").start("prop");
        for (QName name : live(node)) {
            DeadProperty.writeName(out, name);
        }
        for (QName name : dead.keySet()) {
            if (!name.equals(LiveProperty.DISPLAYNAME)) {
                DeadProperty.writeName(out, name);
            }
        }
        out.end("prop").element("status", FOUND).end("propstat");
    }

    private void values(XmlOut out, Node node, Map<QName, DeadProperty> dead, List<QName> wanted) throws IOException {
        List<QName> missing = new ArrayList<>();
        List<QName> found = new ArrayList<>();
        for (QName name : wanted) {
            boolean live = LiveProperty.named(name)
                    .filter(property -> isKnown(node, property))
                    .isPresent();
            (live || name.equals(LiveProperty.DISPLAYNAME) || dead.containsKey(name) ? found : missing).add(name);
        }
        if (!found.isEmpty() || missing.isEmpty()) {
            out.start("propstat").start("prop");
            for (QName name : found) {
                value(out, node, dead, name);
            }
            out.end("prop").element("status", FOUND).end("propstat");
        }
        if (!missing.isEmpty()) {
            out.start("propstat").start("prop");
            for (QName name : missing) {
                DeadProperty.writeName(out, name);
            }
            out.end("prop").element("status", MISSING).end("propstat");
        }
    }

    private void value(XmlOut out, Node node, Map<QName, DeadProperty> dead, QName name) throws IOException {
        Optional<LiveProperty> live = LiveProperty.named(name);
        if (live.isPresent()) {
            live(out, node, live.get());
        } else if (dead.containsKey(name)) {
            out.xml(dead.get(name).xml());
        } else {
            out.element(
                    name.getLocalPart(),
                    node.path().isRoot() ? "workspaces" : node.path().name());
        }
    }

    private void live(XmlOut out, Node node, LiveProperty property) throws IOException {
        String name = property.element().getLocalPart();
        switch (property) {
            case CREATIONDATE ->
                out.element(
                        name,
                        time(node, CoreProperties.BTIME).truncatedTo(SECONDS).toString());
            case GETCONTENTTYPE -> out.element(name, FileExchange.contentType(node));
            case GETCONTENTLENGTH -> out.element(name, node.properties().getOrDefault(CoreProperties.LENGTH, "0"));
            case GETETAG -> out.element(name, '"' + node.tag().orElse("") + '"');
            case GETLASTMODIFIED ->
                out.element(
                        name, HTTP_DATE.format(time(node, CoreProperties.MTIME).atOffset(ZoneOffset.UTC)));
            case LOCKDISCOVERY -> new LockWriter(request, locks).discovery(out, locks.covering(node.path()));
            case RESOURCETYPE -> {
                out.start(name);
                if (node.type() == NodeType.ContainerNode) {
                    out.empty("collection");
                }
                out.end(name);
            }
            case SUPPORTEDLOCK -> LockWriter.supported(out);
            case QUOTA_AVAILABLE_BYTES -> out.element(name, Long.toString(room.available()));
            case QUOTA_USED_BYTES -> out.element(name, Long.toString(room.used()));
            case SUPPORTED_REPORT_SET ->
                out.start(name)
                        .start("supported-report")
                        .start("report")
                        .empty("sync-collection")
                        .end("report")
                        .end("supported-report")
                        .end(name);
            case SYNC_TOKEN -> out.element(name, syncToken.orElseThrow());
        }
    }

    private static Instant time(Node node, String property) {
        String text = node.properties().get(property);
        return text == null ? Instant.EPOCH : Instant.parse(text + "Z");
    }
}
