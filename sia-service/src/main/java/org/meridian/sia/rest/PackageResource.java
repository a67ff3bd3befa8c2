// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FileBody;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.archive.FilePackage.Kind;
import org.meridian.sia.datalink.DatasetPackages;

/**
 * Datasets with all that belongs to them, {@code /package?ID=DID}: as a tar or, with {@code RESPONSEFORMAT=zip}, a zip ({@code
 * #package} of DataLink's vocabulary). Thread-safe.
 */
@Path("package")
public final class PackageResource {

    private final DatasetPackages packages;

    /** Packages of an archive. */
    public PackageResource(DatasetPackages packages) {
        this.packages = packages;
    }

    /**
     * A package.
     *
     * @throws DaliFault 404 for a dataset that is not there or hidden, 401 or 403 for one that is proprietary
     */
    @GET
    public Response get(@Context ContainerRequestContext request) throws IOException {
        DatasetPackages.Ready ready = ready(request);
        ClientWatch client = ClientWatch.of(request.getProperty(ClientWatch.PROPERTY));
        return head(request, ready)
                .entity(new SentCutout(ready, ready::write, client))
                .build();
    }

    /** What there is to say of it. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) throws IOException {
        try (DatasetPackages.Ready ready = ready(request)) {
            return head(request, ready).build();
        }
    }

    private DatasetPackages.Ready ready(ContainerRequestContext request) throws IOException {
        return packages.open(did(request), kind(request), Requests.visitor(request));
    }

    private static Response.ResponseBuilder head(ContainerRequestContext request, DatasetPackages.Ready ready) {
        boolean tar = kind(request) == Kind.TAR;
        Response.ResponseBuilder answer = Response.ok()
                .header(HttpHeaders.CONTENT_TYPE, tar ? "application/x-tar" : "application/zip")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        FileBody.disposition("attachment", stem(did(request)) + (tar ? ".tar" : ".zip")));
        ready.bytes().ifPresent(bytes -> answer.header(HttpHeaders.CONTENT_LENGTH, bytes));
        return answer;
    }

    private static String stem(String did) {
        String path = ArchivePlace.ofPublisherDid(did).map(ArchivePlace::path).orElse("dataset");
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("(?i)([.](fits?|fts))?([.](gz|bz2|fz))?$", "");
    }

    private static DaliParameters parameters(ContainerRequestContext request) {
        return DaliParameters.of(RequestParameters.ofQuery(Requests.rawQuery(request)));
    }

    private static String did(ContainerRequestContext request) {
        List<String> ids = parameters(request).all("ID");
        if (ids.size() != 1 || ids.getFirst().isBlank()) {
            throw new UsageFault("ID must be there once: the publisher DID of the dataset");
        }
        return ids.getFirst();
    }

    private static Kind kind(ContainerRequestContext request) {
        String format = parameters(request).responseFormat().orElse("tar").strip();
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "tar", "application/x-tar" -> Kind.TAR;
            case "zip", "application/zip" -> Kind.ZIP;
            default -> throw new UsageFault("RESPONSEFORMAT must be tar or zip");
        };
    }
}
