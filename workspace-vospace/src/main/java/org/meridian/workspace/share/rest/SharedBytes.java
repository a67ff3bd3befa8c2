// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.http.FileBody;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.pack.PackageFormat;
import org.meridian.workspace.pack.PackageWriter;
import org.meridian.workspace.rest.FileExchange;
import org.meridian.workspace.share.OpenShare;
import org.meridian.workspace.share.Shares;
import org.meridian.workspace.space.Bytes;

/**
 * The bytes that a link shows. Each GET of a file or a package counts as a download, whatever becomes of it; where downloads are
 * limited files come whole, since a part could be fetched again and again. Elsewhere a GET with a range does not count. Thread-safe.
 *
 * @param shares counts them
 */
public record SharedBytes(Shares shares) {

    /**
     * A file, to be kept and not shown: it is no page of the gateway.
     *
     * @throws NotFoundFault if there is none, or no download left
     */
    public Response file(ContainerRequestContext request, OpenShare open, NodePath below) throws IOException {
        Bytes.Readable file = open.read(below);
        try {
            boolean limited = open.share().most().isPresent();
            boolean continues = !limited && request.getHeaderString("Range") != null;
            if (!continues) {
                take(request, open);
            }
            Response.ResponseBuilder answer = FileExchange.answer(file, NodePath.ROOT.child(open.name(below)));
            if (limited) {
                answer.header("Accept-Ranges", "none");
            }
            return answer.header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                    .header(HttpHeaders.CONTENT_DISPOSITION, FileBody.disposition("attachment", open.name(below)))
                    .build();
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * A container as one file, written while it is sent.
     *
     * @throws NotFoundFault likewise
     */
    public Response pack(ContainerRequestContext request, OpenShare open, NodePath below, PackageFormat format)
            throws IOException {
        NodePath path = open.node(below).path();
        take(request, open);
        StreamingOutput body = out -> {
            try (PackageWriter writer = new PackageWriter(path, format, out)) {
                open.readAll(below, writer);
                writer.finish();
            }
        };
        Response.ResponseBuilder answer = Response.ok();
        if (!request.getMethod().equals("HEAD")) {
            answer.entity(body);
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, format.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header("Content-Security-Policy", FileExchange.POLICY)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        FileBody.disposition("attachment", open.name(below) + "." + format.word()))
                .build();
    }

    private void take(ContainerRequestContext request, OpenShare open) {
        if (!request.getMethod().equals("HEAD")) {
            shares.take(open.share());
        }
    }
}
