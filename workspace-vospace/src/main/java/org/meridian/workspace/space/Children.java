// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeStore;

/**
 * The children of one container, for one who may read it. They come in the order of their names, so that pages fit together;
 * nodes that he may not read are left out. Not thread-safe.
 */
final class Children {

    /** How many children are looked at in one go. */
    private static final int PORTION = 500;

    private final Sight container;
    private final Directory directory;
    private final NodeStore nodes;
    private final Nodes making;
    private final LinkStore links;
    private final Set<String> linkNames;
    private final List<String> names = new ArrayList<>();

    /**
     * Lists the names.
     *
     * @param directory of the container, open as long as this is used
     */
    Children(Sight container, Directory directory, NodeStore nodes, LinkStore links, Nodes making) throws IOException {
        this.container = container;
        this.directory = directory;
        this.nodes = nodes;
        this.links = links;
        this.making = making;
        directory.list((name, isDirectory) -> names.add(name));
        this.linkNames = new HashSet<>(links.names(identity()));
        if (!linkNames.isEmpty()) {
            // A file of the same name, made in a datalab, hides the link.
            names.forEach(linkNames::remove);
            names.addAll(linkNames);
        }
    }

    private Identity identity() {
        return container.state().orElseThrow().identity();
    }

    /** The nodes of a page. */
    List<Node> page(Page page) throws IOException {
        Comparator<String> order = page.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        names.sort(order);
        int at = 0;
        if (page.from().isPresent()) {
            int found = java.util.Collections.binarySearch(names, page.from().get(), order);
            at = found >= 0 ? found : -found - 1;
        }
        List<Node> list = new ArrayList<>();
        while (at < names.size() && list.size() < page.limit()) {
            int to = Math.min(names.size(), at + Math.min(PORTION, page.limit()));
            for (Node node : readable(names.subList(at, to))) {
                if (list.size() < page.limit()) {
                    list.add(node);
                }
            }
            at = to;
        }
        return list;
    }

    private List<Node> readable(List<String> portion) throws IOException {
        Map<String, FileState> states = new HashMap<>();
        Map<String, LinkRecord> known = new HashMap<>();
        List<Identity> wanted = new ArrayList<>();
        List<String> linked = portion.stream().filter(linkNames::contains).toList();
        if (!linked.isEmpty()) {
            for (LinkRecord link : links.find(identity(), linked)) {
                known.put(link.name(), link);
                wanted.add(link.identity());
            }
        }
        for (String name : portion) {
            if (!linkNames.contains(name)) {
                // What went since the names were read is not there.
                directory.find(name).ifPresent(state -> {
                    states.put(name, state);
                    wanted.add(state.identity());
                });
            }
        }
        Map<Identity, NodeRecord> records = nodes.find(wanted);
        List<Node> list = new ArrayList<>();
        for (String name : portion) {
            node(name, Optional.ofNullable(states.get(name)), Optional.ofNullable(known.get(name)), records)
                    .ifPresent(list::add);
        }
        return list;
    }

    private Optional<Node> node(
            String name, Optional<FileState> state, Optional<LinkRecord> link, Map<Identity, NodeRecord> records)
            throws IOException {
        Optional<Identity> identity = state.map(FileState::identity).or(() -> link.map(LinkRecord::identity));
        if (identity.isEmpty() || container.path().names().size() == NodePath.DEEPEST) {
            return Optional.empty();
        }
        NodePath path = container.path().child(name);
        NodeRecord record = records.getOrDefault(identity.get(), NodeRecord.unknown(identity.get()));
        Rights rights = container.rightsOfChild(path, record);
        if (!rights.decide(container.subject(), Action.READ).isAllowed()) {
            return Optional.empty();
        }
        return Optional.of(
                state.isPresent()
                        ? making.of(path, state.get(), record, rights, directory)
                        : Nodes.of(path, link.orElseThrow(), rights));
    }
}
