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
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.FirstNames;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;

/**
 * The children of one container. In a page they come in the order of their names, so that pages fit together, and nodes that
 * may not be read are left out. Not thread-safe.
 */
final class Children {

    /** How many children are looked at in one go. */
    static final int PORTION = 1000;

    /** How many times as many names are read when those before were not enough: each time the whole directory is. */
    private static final int GROWTH = 4;

    private static final int MOST_NAMES = 1 << 20;

    private final Container container;
    private final Space.Parts parts;
    private final Set<String> linkNames;

    /** Of a container, with the links that it has now. */
    Children(Container container, Space.Parts parts) {
        this.container = container;
        this.parts = parts;
        this.linkNames = Set.copyOf(parts.links().names(container.identity()));
    }

    /**
     * The names of all, in their order.
     *
     * @param names of children
     * @param unnamed how many entries of the directory have names that those of nodes cannot be
     */
    record Names(List<String> names, int unnamed) {}

    /** Lists the names. */
    Names names() throws IOException {
        List<String> names = new ArrayList<>();
        int unnamed = container.directory().list((name, isDirectory) -> names.add(name));
        if (!linkNames.isEmpty()) {
            Set<String> hidden = new HashSet<>(names);
            linkNames.stream().filter(link -> !hidden.contains(link)).forEach(names::add);
        }
        names.sort(NodePath.NAMES);
        return new Names(names, unnamed);
    }

    /**
     * The nodes of a page.
     *
     * @throws VospaceFault InvalidArgument if the first is none of the children, and their order is not that of names
     */
    List<Node> page(Page page, Nodes making) throws IOException {
        List<Node> list = new ArrayList<>();
        if (page.order() != Page.Order.NAME) {
            take(ordered(page), page, making, list);
            return list;
        }
        Optional<String> from = page.from();
        boolean itself = true;
        int most = Math.clamp(page.limit(), PORTION, MOST_NAMES);
        while (true) {
            FirstNames first = new FirstNames(page.descending(), from, itself, most);
            parts.tree().list(container.directory(), first);
            linkNames.forEach(first::offer);
            List<String> names = first.names();
            take(names, page, making, list);
            if (list.size() == page.limit() || names.size() < most) {
                return list;
            }
            from = Optional.of(names.getLast());
            itself = false;
            most = Math.min(most * GROWTH, MOST_NAMES);
        }
    }

    /** Adds the nodes of names to a page that its subject may read, as far as there is room for them. */
    private void take(List<String> names, Page page, Nodes making, List<Node> list) throws IOException {
        int at = 0;
        while (at < names.size() && list.size() < page.limit()) {
            int to = Math.min(names.size(), at + Math.min(PORTION, page.limit()));
            for (Child child : portion(names.subList(at, to))) {
                if (list.size() < page.limit() && child.isReadableBy(container.subject())) {
                    list.add(making.of(child, container.subject(), container.directory()));
                }
            }
            at = to;
        }
    }

    /** The names from the first of a page on, by what the file system says of each. */
    private List<String> ordered(Page page) throws IOException {
        List<Keyed> keyed = new ArrayList<>();
        for (String name : names().names) {
            keyed.add(new Keyed(name, key(name, page.order())));
        }
        Comparator<Keyed> order = Comparator.comparingLong(Keyed::key).thenComparing(Keyed::name, NodePath.NAMES);
        keyed.sort(page.descending() ? order.reversed() : order);
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

    /** The nodes of all, in the order of their names, so many at a time in memory as are looked at in one go. */
    void each(Nodes making, Space.Visitor visitor) throws IOException {
        List<String> names = names().names;
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
        List<String> linked = new ArrayList<>();
        for (String name : wanted) {
            Optional<FileState> state = container.directory().find(name);
            // A file of the same name, made in a datalab, hides the link.
            if (state.isEmpty() && linkNames.contains(name)) {
                linked.add(name);
            }
            // What the operator has mounted in the tree is not of it.
            state.filter(each -> each.device() == device).ifPresent(each -> {
                states.put(name, each);
                identities.add(each.identity());
            });
        }
        if (!linked.isEmpty()) {
            for (LinkRecord link : parts.links().find(container.identity(), linked)) {
                known.put(link.name(), link);
                identities.add(link.identity());
            }
        }
        Map<Identity, NodeRecord> records = parts.nodes().find(identities);
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
