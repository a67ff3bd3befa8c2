// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import java.util.List;
import java.util.Map;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.space.Space.Listing;
import org.meridian.workspace.view.View;

/**
 * Representations of nodes in XML (VOSpace 2.1, section 3.1 and appendix with the schema). Immutable.
 *
 * @param uris identifiers of the space
 * @param detail how much is said of a node
 */
record NodeDocument(VosUri uris, Detail detail) {

    /** How much is said of a node (section 6.3.1). */
    enum Detail {
        /** What it is. */
        MIN,
        /** Its properties too. */
        PROPERTIES,
        /** All. */
        MAX
    }

    static final String NAMESPACE = "http://www.ivoa.net/xml/VOSpace/v2.0";
    static final String ANY_VIEW = "ivo://ivoa.net/vospace/core#anyview";

    /** A node alone; of a container without children. */
    String of(Node node) {
        return of(new Listing(node, List.of()));
    }

    /** A node, and children of a container. */
    String of(Listing listing) {
        XmlDocument xml = new XmlDocument();
        xml.start("vos:node")
                .attribute("xmlns:vos", NAMESPACE)
                .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        node(xml, listing.node(), listing.children(), true);
        return xml.end().toString();
    }

    private void node(XmlDocument xml, Node node, List<Node> children, boolean top) {
        xml.attribute("uri", uris.of(node.path())).attribute("xsi:type", "vos:" + node.type());
        if (top) {
            xml.attribute("version", "2.1");
        }
        if (detail != Detail.MIN) {
            properties(xml, node.properties());
        }
        if (detail == Detail.MAX && node.type() != NodeType.LinkNode) {
            views(xml, "vos:accepts", node.type() == NodeType.ContainerNode ? List.of() : List.of(ANY_VIEW));
            views(xml, "vos:provides", provided(node));
            xml.start("vos:capabilities").end();
        }
        if (node.type() == NodeType.ContainerNode) {
            xml.start("vos:nodes");
            for (Node child : children) {
                xml.start("vos:node");
                node(xml, child, List.of(), false);
                xml.end();
            }
            xml.end();
        }
        node.target().ifPresent(target -> xml.element("vos:target", target));
    }

    private static void properties(XmlDocument xml, Map<String, String> properties) {
        xml.start("vos:properties");
        properties.forEach((uri, value) -> xml.start("vos:property")
                .attribute("uri", uri)
                .attribute("readOnly", Boolean.toString(CoreProperties.READ_ONLY.contains(uri)))
                .text(value));
        xml.end();
    }

    /** What it seems to provide, by its media type. */
    private List<String> provided(Node node) {
        List<View> views = node.type() == NodeType.ContainerNode
                ? View.ofContainers()
                : View.ofFile(FileExchange.contentType(node));
        return views.stream().map(view -> view.uri(uris)).toList();
    }

    private static void views(XmlDocument xml, String element, List<String> views) {
        xml.start(element);
        views.forEach(view -> xml.start("vos:view").attribute("uri", view).end());
        xml.end();
    }
}
