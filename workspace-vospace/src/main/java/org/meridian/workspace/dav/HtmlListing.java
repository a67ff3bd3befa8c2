// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;

/**
 * What a browser shows of a collection: the names of what is in it.
 *
 * @param request that is answered
 * @param members of the collection
 */
record HtmlListing(DavRequest request, Members members) {

    /** Writes the page, and leaves the stream open. */
    void write(OutputStream stream) throws IOException {
        Writer out = new OutputStreamWriter(stream, UTF_8);
        NodePath path = members.self().path();
        String title = XmlOut.escaped(path.toString());
        out.write("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title></head>\n<body><h1>" + title + "</h1>\n<table>\n");
        if (!path.isRoot()) {
            row(out, request.href(path.parent(), true), "..", "", "");
        }
        members.each(node -> row(
                out,
                request.href(node),
                node.path().name() + (node.type() == NodeType.ContainerNode ? "/" : ""),
                node.properties().getOrDefault(CoreProperties.LENGTH, ""),
                node.properties().getOrDefault(CoreProperties.MTIME, "")));
        out.write("</table></body></html>\n");
        out.flush();
    }

    private static void row(Writer out, String address, String name, String size, String time) throws IOException {
        out.write("<tr><td><a href=\"" + XmlOut.escaped(address) + "\">" + XmlOut.escaped(name) + "</a></td><td>" + size
                + "</td><td>" + time + "</td></tr>\n");
    }
}
