// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * Reads what a client says of a node in XML (VOSpace 2.1, sections 6.2.1 and 6.3.2). No document type, no entity but XML's own
 * is read, nothing is fetched, and it may have a megabyte. Pure functions.
 */
public final class NodeReader {

    /**
     * What it says, and of which node.
     *
     * @param uri of the node
     * @param template what it says
     */
    public record NodeDescription(String uri, NodeTemplate template) {}

    private static final int LARGEST = 1 << 20;
    private static final int MOST_PROPERTIES = 1000;
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final XMLStreamReader in;
    private final Map<String, Optional<String>> properties = new LinkedHashMap<>();
    private Optional<String> target = Optional.empty();

    private NodeReader(XMLStreamReader in) {
        this.in = in;
    }

    /**
     * Reads a document.
     *
     * @throws VospaceFault InvalidArgument if it is none, TypeNotSupported for a type that there cannot be here
     */
    public static NodeDescription read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw invalid("the description of a node has at most " + LARGEST + " bytes");
        }
        try {
            XMLStreamReader in = SafeXml.reader(bytes);
            try {
                return new NodeReader(in).document();
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            throw invalid("the body is not well-formed XML, or has a document type declaration" + SafeXml.where(e)
                    + "; a node is described as in VOSpace 2.1, section 6.2.1");
        }
    }

    private static VospaceFault invalid(String message) {
        return new VospaceFault(Name.InvalidArgument, message);
    }

    private NodeDescription document() throws XMLStreamException {
        SafeXml.toElement(in);
        if (!isOurs("node")) {
            throw invalid("the body is a <" + in.getLocalName() + ">; a node is a <node> of namespace "
                    + NodeDocument.NAMESPACE);
        }
        String uri = attribute("uri");
        Optional<NodeType> type = type();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (isOurs("properties")) {
                properties();
            } else if (isOurs("target")) {
                target = Optional.of(in.getElementText().strip());
            } else {
                // Views, capabilities and children are not set in this way.
                SafeXml.skip(in);
            }
        }
        return new NodeDescription(uri, new NodeTemplate(type, properties, target));
    }

    private boolean isOurs(String name) {
        return in.getName().equals(new QName(NodeDocument.NAMESPACE, name));
    }

    private String attribute(String name) {
        String value = in.getAttributeValue(null, name);
        if (value == null || value.isBlank()) {
            throw invalid("<" + in.getLocalName() + "> needs an attribute '" + name + "'");
        }
        return value.strip();
    }

    private Optional<NodeType> type() {
        String given = in.getAttributeValue(XSI, "type");
        if (given == null) {
            return Optional.empty();
        }
        return type(given.strip().substring(given.strip().indexOf(':') + 1));
    }

    /**
     * The type of that name; empty for any.
     *
     * @throws VospaceFault TypeNotSupported for one that there cannot be here
     */
    static Optional<NodeType> type(String name) {
        return switch (name) {
            case "ContainerNode" -> Optional.of(NodeType.ContainerNode);
            case "LinkNode" -> Optional.of(NodeType.LinkNode);
            case "DataNode", "UnstructuredDataNode" -> Optional.of(NodeType.DataNode);
            case "Node" -> Optional.empty();
            default ->
                throw new VospaceFault(
                        Name.TypeNotSupported,
                        "there are no nodes of type '" + (name.length() <= 60 ? name : name.substring(0, 60) + "...")
                                + "' here; there are ContainerNode, DataNode, UnstructuredDataNode and LinkNode");
        };
    }

    private void properties() throws XMLStreamException {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (!isOurs("property")) {
                throw invalid("<properties> has <property> elements, and no <" + in.getLocalName() + ">");
            }
            String uri = attribute("uri");
            boolean gone =
                    "true".equals(in.getAttributeValue(XSI, "nil")) || "1".equals(in.getAttributeValue(XSI, "nil"));
            String value = in.getElementText();
            properties.put(uri, gone ? Optional.empty() : Optional.of(value));
            if (properties.size() > MOST_PROPERTIES) {
                throw invalid("a node has at most " + MOST_PROPERTIES + " properties");
            }
        }
    }
}
