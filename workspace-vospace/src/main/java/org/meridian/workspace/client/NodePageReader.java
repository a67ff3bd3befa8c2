// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;

/**
 * Reads descriptions of nodes (VOSpace 2.1, section 3.1). A child that is not directly in its container, or whose name cannot be
 * one, is not taken for one: names become names of files here. Not thread-safe.
 */
final class NodePageReader {

    private final NodePath wanted;
    private final Optional<String> known;
    private final List<RemoteNode> children = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();
    private Optional<String> first = Optional.empty();
    private Optional<String> last = Optional.empty();
    private int listed;

    private NodePageReader(NodePath wanted, Optional<String> known) {
        this.wanted = wanted;
        this.known = known;
    }

    /**
     * Reads a document.
     *
     * @param wanted the node that was asked for
     * @param known URI of a child that is left out if it comes first: the page before ended with it
     */
    static NodePage read(byte[] document, NodePath wanted, Optional<String> known) throws VosException {
        return ServiceXml.read(document, in -> new NodePageReader(wanted, known).page(in));
    }

    private NodePage page(XMLStreamReader in) throws XMLStreamException, VosException {
        if (!in.getLocalName().equals("node")) {
            throw new VosException("the service answered with <" + in.getLocalName()
                    + "> instead of a node: is this the address of a VOSpace?");
        }
        String uri = ServiceXml.attribute(in, "uri");
        try {
            RemoteNode node = said(in, true).node(uri);
            if (!node.path().equals(wanted)) {
                throw new VosException("the service describes another node than " + wanted);
            }
            return new NodePage(node, children, strange, first, last, listed);
        } catch (IllegalArgumentException e) {
            throw new VosException("the service describes a node that cannot be one: " + e.getMessage(), e);
        }
    }

    /** What an element says of a node but its URI. */
    private record Said(NodeType type, Map<String, String> properties, Optional<String> target) {
        RemoteNode node(String uri) {
            return new RemoteNode(authority(uri), path(uri), type, properties, target);
        }
    }

    private Said said(XMLStreamReader in, boolean top) throws XMLStreamException {
        NodeType type = type(in);
        Map<String, String> properties = new HashMap<>();
        Optional<String> target = Optional.empty();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (in.getLocalName()) {
                case "properties" -> properties(in, properties);
                case "target" -> target = Optional.of(ServiceXml.text(in));
                case "nodes" -> {
                    if (top) {
                        children(in);
                    } else {
                        ServiceXml.skip(in);
                    }
                }
                default -> ServiceXml.skip(in);
            }
        }
        return new Said(type, properties, target);
    }

    private void children(XMLStreamReader in) throws XMLStreamException {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            String uri = ServiceXml.attribute(in, "uri");
            first = first.or(() -> Optional.of(uri));
            last = Optional.of(uri);
            listed++;
            Said said = said(in, false);
            if (listed > 1 || !first.equals(known)) {
                child(uri, said);
            }
        }
    }

    private void child(String uri, Said said) {
        try {
            RemoteNode node = said.node(uri);
            if (!isChild(node.path().names())) {
                strange.add("the service lists what is not in it: " + VosException.plain(uri));
            } else {
                children.add(node);
            }
        } catch (IllegalArgumentException e) {
            strange.add("the service lists what cannot be a node: " + e.getMessage());
        }
    }

    private boolean isChild(List<String> names) {
        int depth = wanted.names().size();
        return names.size() == depth + 1 && names.subList(0, depth).equals(wanted.names());
    }

    private static void properties(XMLStreamReader in, Map<String, String> properties) throws XMLStreamException {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            String uri = ServiceXml.attribute(in, "uri");
            String value = ServiceXml.text(in);
            boolean meant = CoreProperties.READ_ONLY.contains(uri) || CoreProperties.UNDERSTOOD.contains(uri);
            if (meant || uri.startsWith("ivo://ivoa.net/vospace/core#")) {
                properties.put(uri, value);
            }
        }
    }

    private static NodeType type(XMLStreamReader in) {
        String given = in.getAttributeValue(ServiceXml.XSI, "type");
        String name = given == null ? "" : given.strip().substring(given.strip().indexOf(':') + 1);
        return switch (name) {
            case "ContainerNode" -> NodeType.ContainerNode;
            case "LinkNode" -> NodeType.LinkNode;
            default -> NodeType.DataNode;
        };
    }

    private static NodePath path(String uri) {
        if (!VosUri.isVos(uri)) {
            throw new IllegalArgumentException("'" + VosException.plain(uri) + "' is not the URI of a node");
        }
        int slash = uri.indexOf('/', 6);
        return NodePath.ofEscaped(slash < 0 ? "" : uri.substring(slash));
    }

    private static String authority(String uri) {
        int slash = uri.indexOf('/', 6);
        return uri.length() < 6 ? "" : uri.substring(6, slash < 0 ? uri.length() : slash);
    }
}
