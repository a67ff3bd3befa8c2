// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.meridian.workspace.dav.DavRequest.Depth;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;

/**
 * PROPFIND and PROPPATCH (RFC 4918, sections 9.1 and 9.2).
 *
 * @param request that is answered
 * @param space as it is for who has shown the tokens of the request
 * @param snapshots of what was in collections
 */
record Properties(DavRequest request, Space space, Snapshots snapshots) {

    /** What there is to say of a resource and its members; it is written as it is found. */
    Response find(InputStream body) throws IOException {
        Depth depth = request.depth(Depth.INFINITY, EnumSet.allOf(Depth.class));
        if (depth == Depth.INFINITY) {
            throw new DavFault(403, "propfind-finite-depth", "one folder at a time is listed: send Depth: 1");
        }
        PropertyQuery query = PropertyQuery.read(body);
        Members members = Members.of(space, request.subject(), request.path());
        Optional<String> token = query.names(LiveProperty.SYNC_TOKEN.element())
                ? new SyncReport(request, space, snapshots).token(members)
                : Optional.empty();
        ResourceWriter writer =
                new ResourceWriter(request, space.locking().locks(), QuotaBytes.of(request, space, query), token);
        StreamingOutput answer = stream -> XmlOut.write(stream, out -> {
            out.start("multistatus", XmlOut.DAV).xml("\n");
            writer.response(out, members.self(), query);
            if (depth == Depth.ONE) {
                members.each(node -> writer.response(out, node, query));
            }
            out.end("multistatus");
        });
        return DavAnswers.headers(207, Optional.of(DavAnswers.XML))
                .entity(answer)
                .build();
    }

    /** Sets and removes properties: all that are asked for, or none. */
    Response change(InputStream body) throws IOException {
        PropertyChanges changes = PropertyChanges.read(body);
        NodePath path = request.path();
        Node node = Members.of(space, request.subject(), path).self();
        Map<String, Optional<String>> kept = new LinkedHashMap<>();
        List<QName> refused = new ArrayList<>();
        List<QName> tooLong = new ArrayList<>();
        changes.wanted().forEach((name, wanted) -> {
            Optional<String> uri = DeadProperty.uri(name);
            if (LiveProperty.isProtected(name)) {
                refused.add(name);
            } else if (uri.isPresent()) {
                kept.put(uri.get(), wanted.map(DeadProperty::kept));
            } else if (wanted.isPresent()) {
                tooLong.add(name);
            }
        });
        if (!refused.isEmpty()) {
            return outcome(node, changes, refused, 403);
        }
        if (!tooLong.isEmpty() || !set(path, kept)) {
            return outcome(
                    node,
                    changes,
                    tooLong.isEmpty() ? List.copyOf(changes.wanted().keySet()) : tooLong,
                    507);
        }
        return outcome(node, changes, List.of(), 200);
    }

    /** False if there is no room for so much with the node. */
    private boolean set(NodePath path, Map<String, Optional<String>> kept) throws IOException {
        try {
            space.set(request.subject(), path, new NodeTemplate(Optional.empty(), kept, Optional.empty()));
            return true;
        } catch (VospaceFault fault) {
            if (fault.name() == Name.InvalidArgument) {
                return false;
            }
            throw fault;
        }
    }

    /** What became of each property: where some are refused, the others are as they were (section 9.2.1). */
    private Response outcome(Node node, PropertyChanges changes, List<QName> refused, int status) {
        List<QName> others = changes.wanted().keySet().stream()
                .filter(name -> !refused.contains(name))
                .toList();
        return DavAnswers.xml(207, out -> {
            out.start("multistatus", XmlOut.DAV).start("response").element("href", request.href(node));
            outcome(out, refused, status);
            outcome(out, others, refused.isEmpty() ? 200 : 424);
            out.end("response").end("multistatus");
        });
    }

    private static void outcome(XmlOut out, List<QName> names, int status) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        out.start("propstat").start("prop");
        for (QName name : names) {
            DeadProperty.writeName(out, name);
        }
        out.end("prop");
        String phrase = switch (status) {
            case 200 -> "OK";
            case 403 -> "Forbidden";
            case 424 -> "Failed Dependency";
            default -> "Insufficient Storage";
        };
        out.element("status", "HTTP/1.1 " + status + " " + phrase);
        if (status == 403) {
            out.start("error").empty("cannot-modify-protected-property").end("error");
        }
        out.end("propstat");
    }
}
