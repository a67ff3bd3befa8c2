// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;

/**
 * The nodes of one VOSpace (VOSpace 2.1, sections 6.2 and 6.3). Every method throws {@link VosException} with the words of the
 * service if it refuses. Thread-safe.
 */
public final class Vospace implements AutoCloseable {

    private static final int PAGE = 2000;
    private static final String XML = "text/xml";

    private final URI base;
    private final Connection connection;
    private @Nullable Endpoints endpoints;
    private @Nullable String authority;

    /**
     * A service, which is first asked when it is needed.
     *
     * @param base of its addresses, such as {@code https://example.org/vospace}
     */
    public Vospace(URI base, Credentials credentials, Patience patience) {
        this.base = URI.create(base.toString().replaceAll("/+$", ""));
        this.connection = new Connection(this.base, credentials, patience);
    }

    /** Told of the children of a container, one after the other. */
    public interface Children {
        /** A child. */
        void child(RemoteNode node) throws IOException;

        /** Something was listed that cannot be one; in words. */
        void strange(String words) throws IOException;
    }

    /** Base of its addresses. */
    public URI base() {
        return base;
    }

    Connection connection() {
        return connection;
    }

    synchronized Endpoints endpoints() throws IOException {
        if (endpoints == null) {
            endpoints = Endpoints.of(connection, base);
        }
        return endpoints;
    }

    /** The authority of its URIs, as it writes it. */
    public String authority() throws IOException {
        return authority(NodePath.ROOT);
    }

    /** Asks for nodes down to one, since not everybody may see the root. */
    private synchronized String authority(NodePath path) throws IOException {
        for (int i = 0; authority == null; i++) {
            try {
                authority = get(path.first(i)).authority();
            } catch (VosException e) {
                if (e.status() == 0 || i >= path.names().size()) {
                    throw e;
                }
            }
        }
        return authority;
    }

    /** The URI of a node. */
    public String uri(NodePath path) throws IOException {
        return "vos://" + authority(path) + VosUri.escaped(path);
    }

    private URI address(NodePath path, String query) throws IOException {
        return URI.create(endpoints().nodes() + VosUri.escaped(path) + query);
    }

    /** A node, without its children. */
    public RemoteNode get(NodePath path) throws IOException {
        return page(path, "?limit=0", Optional.empty()).node();
    }

    /** A node, if it is there. */
    public Optional<RemoteNode> find(NodePath path) throws IOException {
        try {
            return Optional.of(get(path));
        } catch (VosException e) {
            if (e.isNotThere()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private NodePage page(NodePath path, String query, Optional<String> known) throws IOException {
        byte[] document = connection.document(Request.get(address(path, query))).body();
        return NodePageReader.read(document, path, known);
    }

    /**
     * Lists a container page by page; no more than one page is in memory.
     *
     * @throws VosException if it is no container, too, or if the service does not list it to its end
     */
    public void list(NodePath container, Children children) throws IOException {
        String query = "?detail=properties&limit=" + PAGE;
        NodePage page = page(container, query, Optional.empty());
        if (!page.node().isContainer()) {
            throw new VosException(container + " is no container");
        }
        Optional<String> begin = page.first();
        tell(page, children);
        while (page.last().isPresent()) {
            // A page may be shorter than it was asked to be, and not be the last (section 6.3.1).
            String from = page.last().get();
            NodePage next = page(container, query + "&uri=" + VosUri.escaped(from), page.last());
            if (next.first().equals(begin) && !begin.equals(page.last())) {
                if (page.listed() >= PAGE) {
                    throw new VosException(
                            "the service does not list more than the first " + page.listed() + " of " + container);
                }
                return;
            }
            if (next.last().equals(page.last())) {
                return;
            }
            tell(next, children);
            page = next;
        }
    }

    private static void tell(NodePage page, Children children) throws IOException {
        for (RemoteNode node : page.children()) {
            children.child(node);
        }
        for (String words : page.strange()) {
            children.strange(words);
        }
    }

    /** Who may do what with a node, as this gateway explains it, in JSON; other services do not. */
    public String rights(NodePath path) throws IOException {
        URI address = URI.create(base + "/rights" + VosUri.escaped(path));
        return new String(connection.document(Request.get(address)).body(), UTF_8);
    }

    /** Makes a container; one that is there is left as it is. */
    public void makeContainer(NodePath path) throws IOException {
        try {
            make(path, NodeType.ContainerNode, Optional.empty());
        } catch (VosException e) {
            if (e.status() != 409 || !get(path).isContainer()) {
                throw e;
            }
        }
    }

    /** Makes a container and those that it is in. */
    public void makeContainers(NodePath path) throws IOException {
        int there = path.names().size();
        while (there > 0 && find(path.first(there)).isEmpty()) {
            there--;
        }
        for (int i = there + 1; i <= path.names().size(); i++) {
            makeContainer(path.first(i));
        }
        if (there == path.names().size() && !path.isRoot() && !get(path).isContainer()) {
            throw new VosException(path + " is there, and is no container");
        }
    }

    /** Makes a link to a URI. */
    public void makeLink(NodePath path, String target) throws IOException {
        make(path, NodeType.LinkNode, Optional.of(target));
    }

    private void make(NodePath path, NodeType type, Optional<String> target) throws IOException {
        String uri = uri(path);
        String document = ServiceXml.write(out -> node(out, uri, type, target));
        connection.document(Request.text("PUT", address(path, ""), XML, document));
    }

    private static void node(XMLStreamWriter out, String uri, NodeType type, Optional<String> target)
            throws XMLStreamException {
        ServiceXml.start(out, "node", Map.of("uri", uri));
        out.writeAttribute("xsi", ServiceXml.XSI, "type", "vos:" + type);
        out.writeAttribute("version", "2.1");
        if (type == NodeType.ContainerNode) {
            out.writeEmptyElement("vos", "nodes", ServiceXml.VOSPACE);
        }
        if (target.isPresent()) {
            ServiceXml.element(out, "target", target.get());
        }
        out.writeEndElement();
    }

    /** Deletes a node that is no container, or an empty one. */
    public void delete(NodePath path) throws IOException {
        Request request = Request.delete(address(path, ""));
        Patience.Turns turns = connection.patience().begin();
        boolean repeated = false;
        while (true) {
            try {
                connection.once(request, Bounded.document(request.movement()));
                return;
            } catch (BrokenConnectionException | VosException e) {
                if (repeated && e instanceof VosException refusal && refusal.isNotThere()) {
                    // The attempt before was heard; its answer was not.
                    return;
                }
                turns.after(e, true);
                repeated = true;
            }
        }
    }

    /** Deletes a node and all that is in it. */
    public void deleteTree(NodePath path) throws IOException {
        Optional<URI> jobs = endpoints().recursiveDelete();
        if (jobs.isPresent()) {
            new ServiceJobs(connection).delete(jobs.get(), uri(path));
        } else {
            delete(path);
        }
    }

    /** Whether the service itself can move and copy. */
    public boolean hasJobs() throws IOException {
        return endpoints().transfers().isPresent();
    }

    /**
     * Moves a node with all that is in it, or copies it, by a job of the service.
     *
     * @param to where it is afterwards; nothing must be there
     * @param copy whether it stays where it is, too
     */
    public void move(NodePath from, NodePath to, boolean copy) throws IOException {
        URI jobs = endpoints()
                .transfers()
                .orElseThrow(() -> new VosException("the service at " + base + " cannot move and copy"));
        new ServiceJobs(connection).move(jobs, uri(from), uri(to), copy);
    }

    @Override
    public void close() {
        connection.close();
    }
}
