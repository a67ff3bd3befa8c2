// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.http.FileBody;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.archive.ArchiveFile;
import org.meridian.sia.archive.ArchiveFiles;
import org.meridian.sia.archive.MediaTypes;
import org.meridian.sia.archive.Reading;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.obscore.Dataset;

/**
 * Files of the archive as they are, {@code /archive/COLLECTION/PATH}: whole or in ranges, with conditions (RFC 9110). There are no
 * lists of folders. Thread-safe.
 */
@Path("archive{path: /.*}")
public final class ArchiveResource {

    /** Files are no pages of the gateway: nothing in them runs here. */
    private static final String POLICY = "sandbox; default-src 'none'";

    private final Reading reading;
    private final ArchiveFiles files;

    /** The files that {@code reading} lets visitors have. */
    public ArchiveResource(Reading reading, ArchiveFiles files) {
        this.reading = reading;
        this.files = files;
    }

    /**
     * The bytes of a file.
     *
     * @throws DaliFault 404 for what is not there or hidden, 401 or 403 for what is proprietary
     */
    @GET
    public Response get(@Context ContainerRequestContext request) throws IOException {
        ArchivePlace place = ArchivePlace.ofEscapedPath(Requests.escapedPath(request, "archive/"))
                .orElseThrow(() -> new NotFoundFault("there is no such file"));
        Visitor visitor = Requests.visitor(request);
        Dataset holder = reading.holder(place, visitor);
        ArchiveFile file = files.open(place, visitor);
        String type = holder.path().equals(place.path())
                ? MediaTypes.stored(place.path(), holder.mediaType())
                : MediaTypes.ofName(place.path());
        FileBody body = new FileBody(
                new FileBody.OpenFile(file.channel(), file.size(), file.modified()),
                type,
                place.path().substring(place.path().lastIndexOf('/') + 1),
                file.tag());
        return Response.ok(body).header("Content-Security-Policy", POLICY).build();
    }

    /** What there is to say of them. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) throws IOException {
        return get(request);
    }
}
