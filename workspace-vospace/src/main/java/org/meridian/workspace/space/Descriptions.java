// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PropertiesTooLargeException;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;

/**
 * Keeps what is said of nodes: rights and types in the database, properties with the file. Thread-safe.
 *
 * @param parts what the space works on
 */
record Descriptions(Space.Parts parts) {

    /**
     * Some clients send back all that they were told, with what they want to be otherwise. Among properties that nobody sets,
     * those that are as they were are no wish: nor should a node have as its own what it has from its container. What is counted
     * of a container has changed since he was told.
     */
    private static NodeTemplate withoutKnown(NodeTemplate template, Node now) {
        if (template.properties().keySet().stream().noneMatch(CoreProperties.READ_ONLY::contains)) {
            return template;
        }
        Map<String, Optional<String>> properties = new LinkedHashMap<>(template.properties());
        properties
                .entrySet()
                .removeIf(each -> isCounted(each.getKey(), now)
                        || each.getValue()
                                .equals(Optional.ofNullable(now.properties().get(each.getKey()))));
        return new NodeTemplate(template.type(), properties, template.target());
    }

    private static boolean isCounted(String uri, Node node) {
        return node.type() == NodeType.ContainerNode
                && (CoreProperties.OF_ROOM.contains(uri) || uri.equals(CoreProperties.LENGTH));
    }

    /**
     * What a client wants to be otherwise.
     *
     * @param now the node as it is
     * @throws VospaceFault as {@link Wishes#of}
     */
    static Wishes wishes(NodeTemplate template, Node now) {
        return Wishes.of(withoutKnown(template, now), now.path());
    }

    /**
     * Keeps what is wanted of a node.
     *
     * @param maker whose the node is from now on, if it has just been made
     */
    void apply(Sight sight, Wishes wishes, Optional<String> maker) throws IOException {
        NodeRecord record = maker.map(
                        user -> sight.record().with(sight.record().rights().ownedBy(user)))
                .orElse(sight.record());
        record = wishes.appliedTo(record);
        Optional<LinkRecord> link = sight.link();
        if (link.isPresent()) {
            Map<String, String> all = new TreeMap<>(link.get().properties());
            wishes.addTo(all);
            parts.links()
                    .change(
                            link.get().number(),
                            wishes.target().orElse(link.get().target()),
                            all);
        } else if (!wishes.properties().isEmpty()) {
            record = propertiesSet(sight, wishes, record);
        }
        if (!record.equals(sight.record())) {
            parts.nodes().put(record);
        }
    }

    /** Sets properties; the checksums of a file stay known, although its time of change is another then. */
    private NodeRecord propertiesSet(Sight sight, Wishes wishes, NodeRecord record) throws IOException {
        FileState before = sight.state().orElseThrow();
        if (sight.path().isRoot() || before.kind() == Kind.LINK || before.kind() == Kind.OTHER) {
            throw new VospaceFault(Name.InvalidArgument, sight.path() + " cannot have properties");
        }
        try {
            wishes.addTo(new TreeMap<>(sight.directory().properties(sight.path().name())));
            FileState after = sight.directory().setProperties(sight.path().name(), wishes.properties());
            boolean same = after.identity().equals(before.identity())
                    && after.size() == before.size()
                    && after.modifiedNs() == before.modifiedNs();
            return record.checksumsOf(before)
                    .filter(known -> same)
                    .map(known -> record.with(NodeRecord.KnownBytes.of(known, after)))
                    .orElse(record);
        } catch (PropertiesTooLargeException e) {
            FullDisk.unless(parts.tree(), e);
            throw new VospaceFault(Name.InvalidArgument, "the file system does not take so much with this file");
        }
    }
}
