// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeStore;

/**
 * The children of one container. In a page they come in the order of their names, so that pages fit together, and nodes that
 * may not be read are left out. Not thread-safe.
 */
final class Children {

    /** How many children are looked at in one go. */
    static final int PORTION = 500;

    private final Container container;
    private final NodeStore nodes;
    private final LinkStore links;
    private final Set<String> linkNames;
    private final List<String> names = new ArrayList<>();
    private final int unnamed;

    /** Lists the names. */
    Children(Container container, NodeStore nodes, LinkStore links) throws IOException {
        this.container = container;
        this.nodes = nodes;
        this.links = links;
        this.unnamed = container.directory().list((name, isDirectory) -> names.add(name));
        this.linkNames = new HashSet<>(links.names(container.identity()));
        if (!linkNames.isEmpty()) {
            // A file of the same name, made in a datalab, hides the link.
            names.forEach(linkNames::remove);
            names.addAll(linkNames);
        }
    }

    /** The names of all. */
    List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** How many entries of the directory have names that those of nodes cannot be. */
    int unnamed() {
        return unnamed;
    }

    /**
     * The nodes of a page.
     *
     * @throws VospaceFault InvalidArgument if the first is none of the children, and their order is not that of names
     */
    List<Node> page(Page page, Nodes making) throws IOException {
        List<String> ordered = ordered(page);
        List<Node> list = new ArrayList<>();
        int at = 0;
        while (at < ordered.size() && list.size() < page.limit()) {
            int to = Math.min(ordered.size(), at + Math.min(PORTION, page.limit()));
            for (Child child : portion(ordered.subList(at, to))) {
                if (list.size() < page.limit() && child.isReadableBy(container.subject())) {
                    list.add(making.of(child, container.subject(), container.directory()));
                }
            }
            at = to;
        }
        return list;
    }

    /** The names from the first of a page on. */
    private List<String> ordered(Page page) throws IOException {
        if (page.order() == Page.Order.NAME) {
            Comparator<String> order = direction(page, Comparator.<String>naturalOrder());
            names.sort(order);
            int found = page.from()
                    .map(from -> Collections.binarySearch(names, from, order))
                    .orElse(0);
            return names.subList(found >= 0 ? found : -found - 1, names.size());
        }
        List<Keyed> keyed = new ArrayList<>(names.size());
        for (String name : names) {
            keyed.add(new Keyed(name, key(name, page.order())));
        }
        keyed.sort(direction(page, Comparator.comparingLong(Keyed::key).thenComparing(Keyed::name)));
        List<String> all = keyed.stream().map(Keyed::name).toList();
        return all.subList(page.from().isPresent() ? place(all, page.from().get()) : 0, all.size());
    }

    /** Of what is not for him he is not told where among the others it stands. */
    private int place(List<String> all, String name) throws IOException {
        int place = all.indexOf(name);
        if (place < 0 || portion(List.of(name)).stream().noneMatch(each -> each.isReadableBy(container.subject()))) {
            throw new VospaceFault(
                    Name.InvalidArgument, "there is no child " + name + " from which to go on; begin anew");
        }
        return place;
    }

    private record Keyed(String name, long key) {}

    private long key(String name, Page.Order order) throws PosixException {
        Optional<FileState> state = container.directory().find(name);
        return switch (order) {
            case NAME -> 0;
            case LENGTH ->
                state.filter(each -> each.kind() == Kind.FILE)
                        .map(FileState::size)
                        .orElse(0L);
            case DATE -> state.map(FileState::modifiedNs).orElse(Long.MIN_VALUE);
        };
    }

    private static <T> Comparator<T> direction(Page page, Comparator<T> order) {
        return page.descending() ? order.reversed() : order;
    }

    /** The nodes of all, in the order of their names, so many at a time in memory as are looked at in one go. */
    void each(Nodes making, Space.Visitor visitor) throws IOException {
        names.sort(Comparator.naturalOrder());
        for (int at = 0; at < names.size(); at += PORTION) {
            for (Child child : portion(names.subList(at, Math.min(names.size(), at + PORTION)))) {
                if (child.isReadableBy(container.subject())) {
                    visitor.visit(making.of(child, container.subject(), container.directory()));
                }
            }
        }
    }

    /** Children of some names, readable or not; what went since the names were read is left out. */
    List<Child> portion(List<String> wanted) throws IOException {
        Map<String, FileState> states = new HashMap<>();
        Map<String, LinkRecord> known = new HashMap<>();
        List<Identity> identities = new ArrayList<>();
        long device = container.directory().state().device();
        List<String> linked = wanted.stream().filter(linkNames::contains).toList();
        if (!linked.isEmpty()) {
            for (LinkRecord link : links.find(container.identity(), linked)) {
                known.put(link.name(), link);
                identities.add(link.identity());
            }
        }
        for (String name : wanted) {
            if (!linkNames.contains(name)) {
                // What the operator has mounted in the tree is not of it.
                container
                        .directory()
                        .find(name)
                        .filter(each -> each.device() == device)
                        .ifPresent(state -> {
                            states.put(name, state);
                            identities.add(state.identity());
                        });
            }
        }
        Map<Identity, NodeRecord> records = nodes.find(identities);
        List<Child> list = new ArrayList<>();
        for (String name : wanted) {
            child(name, Optional.ofNullable(states.get(name)), Optional.ofNullable(known.get(name)), records)
                    .ifPresent(list::add);
        }
        return list;
    }

    private Optional<Child> child(
            String name, Optional<FileState> state, Optional<LinkRecord> link, Map<Identity, NodeRecord> records) {
        Optional<Identity> identity = state.map(FileState::identity).or(() -> link.map(LinkRecord::identity));
        if (identity.isEmpty() || container.path().names().size() == NodePath.DEEPEST) {
            return Optional.empty();
        }
        NodePath path = container.path().child(name);
        NodeRecord record = records.getOrDefault(identity.get(), NodeRecord.unknown(identity.get()));
        return Optional.of(new Child(path, state, link, record, container.rightsOf(path, record)));
    }
}
