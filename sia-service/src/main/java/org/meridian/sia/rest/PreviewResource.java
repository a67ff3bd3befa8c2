// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.FileBody;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.preview.PictureCache.Picture;
import org.meridian.sia.preview.PictureParameters;
import org.meridian.sia.preview.PictureSize;
import org.meridian.sia.preview.Previews;

/**
 * Pictures as PNG: {@code /preview/COLLECTION/PATH} of a file, {@code /preview/COLLECTION} of what a collection covers, {@code
 * /preview/COLLECTION?colours=NAME} of several images in colour; {@code size} is the number of pixels of the longer side, and images
 * have STRETCH, LIMITS, COLORMAP and INVERT. Thread-safe.
 */
@Path("preview{path: /.*}")
public final class PreviewResource {

    private final Previews previews;

    /** Pictures of an archive. */
    public PreviewResource(Previews previews) {
        this.previews = previews;
    }

    /**
     * A picture.
     *
     * @throws DaliFault 404 for what is not there, hidden, or has no picture; 401 or 403 for what is proprietary
     */
    @GET
    public Response get(@Context ContainerRequestContext request) throws IOException {
        DaliParameters parameters = Requests.parameters(request);
        PictureSize size = PictureSize.of(parameters.single("size").map(String::strip));
        String path = Requests.escapedPath(request, "preview/");
        Visitor visitor = Requests.visitor(request);
        Optional<ArchivePlace> place = ArchivePlace.ofEscapedPath(path);
        if (place.isPresent()) {
            return answer(
                    previews.of(place.get(), size, PictureParameters.style(parameters), visitor),
                    place.get().path());
        }
        String collection =
                ArchivePlace.collectionOfEscaped(path).orElseThrow(() -> new NotFoundFault("there is no such picture"));
        Optional<String> colours = parameters.single("colours");
        if (colours.isPresent()) {
            return answer(previews.composite(collection, colours.get(), size, visitor), collection + "/colours");
        }
        return answer(previews.coverage(collection, size, visitor), collection);
    }

    /** What there is to say of it. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) throws IOException {
        return get(request);
    }

    private static Response answer(Picture picture, String path) {
        FileBody body = new FileBody(
                new FileBody.OpenFile(picture.channel(), picture.size(), picture.modified()),
                "image/png",
                List.of(path.split("/")).getLast() + ".png",
                picture.tag());
        return Response.ok(body).build();
    }
}
