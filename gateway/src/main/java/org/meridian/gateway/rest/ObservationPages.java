// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.meridian.gateway.rest.Page.escaped;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.archive.Catalogue;
import org.meridian.sia.archive.Catalogue.Shown;
import org.meridian.sia.datalink.Links;
import org.meridian.sia.preview.Coverages;
import org.meridian.sia.rest.Requests;

/**
 * The archive for people: {@code /observations} with its collections, {@code /observations/COLLECTION} with the datasets of one, and
 * a page of each dataset, {@code /observations/COLLECTION/PATH}. What is shown to whom is decided where it is for programs.
 */
@Path("observations{path: (/.*)?}")
public final class ObservationPages {

    /** Path of the list of collections. */
    static final String ROOT = "/observations";

    private final Catalogue catalogue;
    private final Coverages coverages;
    private final Links links;
    private final Site site;
    private final boolean open;

    /**
     * The pages of an archive.
     *
     * @param coverages what everybody may know of collections
     * @param links of datasets
     * @param open whether those who have not signed in are answered
     */
    public ObservationPages(Catalogue catalogue, Coverages coverages, Links links, Site site, boolean open) {
        this.catalogue = catalogue;
        this.coverages = coverages;
        this.links = links;
        this.site = site;
        this.open = open;
    }

    /** A page; who has to sign in first is sent to do so. */
    @GET
    public Response get(@Context ContainerRequestContext request) throws IOException {
        if (!open && Caller.subject(request).isAnonymous()) {
            return site.toSignIn(request, ROOT);
        }
        String path = Requests.escapedPath(request, "observations/");
        try {
            return page(request, path).answer(200).build();
        } catch (DaliFault refused) {
            String back = "<p><a href=\"" + escaped(site.root(request) + ROOT) + "\">All collections</a></p>\n";
            return Site.refusal(
                    Page.of(site.root(request), "Observations", Page.alert(Site.words(refused)) + back), refused);
        }
    }

    private Page page(ContainerRequestContext request, String path) throws IOException {
        if (path.isEmpty()) {
            return collections(request);
        }
        Optional<ArchivePlace> place = ArchivePlace.ofEscapedPath(path);
        if (place.isPresent()) {
            return dataset(request, place.get());
        }
        String name = ArchivePlace.collectionOfEscaped(path.replaceFirst("/$", ""))
                .orElseThrow(() -> new NotFoundFault("There is no such collection."));
        return collection(request, name);
    }

    private Page collections(ContainerRequestContext request) throws IOException {
        List<CollectionView> views = new ArrayList<>();
        for (Map.Entry<String, String> each :
                catalogue.collections(Caller.subject(request)).entrySet()) {
            views.add(new CollectionView(
                    site.root(request), each.getKey(), each.getValue(), coverages.of(each.getKey())));
        }
        return Page.of(site.root(request), "Observations", CollectionView.list(views));
    }

    private Page collection(ContainerRequestContext request, String name) throws IOException {
        Subject who = Caller.subject(request);
        String title = catalogue.collections(who).get(name);
        if (title == null) {
            throw new NotFoundFault("There is no such collection.");
        }
        DaliParameters parameters = DaliParameters.of(RequestParameters.ofQuery(Requests.rawQuery(request)));
        CollectionView view = new CollectionView(site.root(request), name, title, coverages.of(name));
        String find = parameters.single("find").orElse("");
        String radius = parameters.single("radius").orElse("");
        try {
            SkySearch search = SkySearch.of(Optional.of(find), Optional.of(radius));
            Catalogue.Page found = catalogue.page(
                    name,
                    search.words(),
                    search.around().map(circle -> circle),
                    parameters.single("after").orElse(""),
                    who);
            String query = "?find=" + URLEncoder.encode(find, UTF_8) + "&radius=" + URLEncoder.encode(radius, UTF_8);
            return Page.of(
                    site.root(request),
                    name,
                    view.head()
                            + view.form(find, radius, "")
                            + view.datasets(found, next -> query + "&after=" + URLEncoder.encode(next, UTF_8), search));
        } catch (DaliFault.UsageFault wrong) {
            return Page.of(site.root(request), name, view.head() + view.form(find, radius, wrong.message()));
        }
    }

    private Page dataset(ContainerRequestContext request, ArchivePlace place) throws IOException {
        Subject who = Caller.subject(request);
        Shown shown = catalogue.at(place, who).orElseThrow(() -> new NotFoundFault("There is no such dataset."));
        Links.Found found = links.of(List.of(shown.dataset().publisherDid()), who, site.url(request, ""));
        DatasetView view = new DatasetView(site.root(request), site.url(request, ""), shown, found);
        String name = place.path().substring(place.path().lastIndexOf('/') + 1);
        return Page.of(site.root(request), name, view.html());
    }
}
