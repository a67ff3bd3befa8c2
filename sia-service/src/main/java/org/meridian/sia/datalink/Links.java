// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.Subject.Credential;
import org.meridian.core.place.ArchivePlace;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.sia.archive.Composites;
import org.meridian.sia.archive.Holding;
import org.meridian.sia.archive.Holdings;
import org.meridian.sia.archive.Holdings.Belonging;
import org.meridian.sia.archive.MediaTypes;
import org.meridian.sia.datalink.Link.Authorization;
import org.meridian.sia.datalink.Link.Content;
import org.meridian.sia.datalink.Link.Target;
import org.meridian.sia.obscore.Composite;
import org.meridian.sia.obscore.Dataset;

/**
 * The links of datasets: to the file itself and a picture of it, to what can be cut out, and to what belongs to it. What somebody
 * may not know of is as unknown as what is not there. Thread-safe.
 *
 * @param holdings what may be known
 * @param composites pictures in colour
 * @param open whether those who have not signed in are answered at all
 * @param clock by which datasets become public
 */
public record Links(Holdings holdings, Composites composites, boolean open, InstantSource clock) {

    /** Identifiers that are looked up for one request. */
    public static final int MOST = 2000;

    /** Longer ones are none of this archive. */
    private static final int LONGEST_ID = 8192;

    /** What ObsCore and the vocabulary of product types (2023) call otherwise. */
    private static final Map<String, String> QUALIFIERS = Map.of(
            "image", "#image",
            "cube", "#cube",
            "spectrum", "#spectrum",
            "sed", "#sed",
            "timeseries", "#timeseries",
            "visibility", "#visibility",
            "event", "#event-list",
            "measurements", "#measurements");

    /** Of which there are no pictures. */
    private static final Set<String> UNPICTURED = Set.of("visibility", "measurements");

    /**
     * Links and the services to which some of them lead.
     *
     * @param links those of one dataset after those of another
     * @param services descriptors
     */
    public record Found(List<Link> links, List<ServiceDescriptor> services) {}

    /**
     * The answer to a request.
     *
     * @param ids publisher DIDs, in any number; each counts once
     * @param who asks
     * @param gateway URL of the gateway, without trailing slash
     * @throws IOException if the database fails
     */
    public LinksDocument document(List<String> ids, Subject who, String gateway) throws IOException {
        List<String> asked = ids.stream().filter(id -> !id.isBlank()).distinct().toList();
        List<String> served = asked.subList(0, Math.min(MOST, asked.size()));
        return new LinksDocument(of(served, who, gateway), served.size() == asked.size(), gateway + "/datalink/links");
    }

    /**
     * The links of datasets, in the order of their identifiers.
     *
     * @param ids publisher DIDs, at most {@value #MOST}, each once
     * @param who asks
     * @param gateway URL of the gateway, without trailing slash
     * @throws IOException if the database fails
     */
    public Found of(List<String> ids, Subject who, String gateway) throws IOException {
        List<String> possible =
                ids.stream().filter(id -> id.length() <= LONGEST_ID).toList();
        Map<String, Holding> known = holdings.describe(possible, who);
        Instant now = clock.instant();
        Map<ArchivePlace, Belonging> belonging = holdings.describeFiles(
                known.values().stream()
                        .map(Holding::dataset)
                        .flatMap(dataset -> dataset.links().stream().map(dataset::place))
                        .collect(Collectors.toSet()),
                who,
                now);
        List<Dataset> datasets = known.values().stream().map(Holding::dataset).toList();
        Around around = new Around(belonging, composites.readable(datasets, who, now));
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        Caller caller = new Caller(who, gateway, now, open);
        for (String id : ids) {
            Holding holding = known.get(id);
            if (holding == null) {
                found.links.add(unknown(id));
            } else {
                new Rows(holding, around, caller, found).add();
            }
        }
        return found;
    }

    /**
     * What there is around datasets.
     *
     * @param files that belong to them
     * @param composites pictures in colour, by the datasets' ids in the database
     */
    private record Around(Map<ArchivePlace, Belonging> files, Map<Long, Composite> composites) {}

    /** Who asks, by which address of the gateway, and when. */
    private record Caller(Subject who, String gateway, Instant now, boolean open) {

        Authorization use(Dataset dataset) {
            boolean readable = dataset.isReadableBy(who, now) && (open || !who.isAnonymous());
            return new Authorization(open && dataset.isPublic(now) ? "optional" : "true", readable);
        }

        /** Whether files have local paths. */
        boolean isInside() {
            return who.credential() == Credential.DATALAB_TOKEN;
        }
    }

    private static Content content(Holding holding) {
        Dataset dataset = holding.dataset();
        return Content.of(MediaTypes.stored(dataset.path(), dataset.mediaType()))
                .bytes(dataset.size())
                .qualifier(holding.productType().map(QUALIFIERS::get));
    }

    private static Link unknown(String id) {
        String shown = id.length() <= 200 ? id : id.substring(0, 200) + "...";
        return new Link(
                id,
                new Target.Fault("NotFoundFault: there is no dataset '" + shown + "'"),
                "",
                "#this",
                Content.UNKNOWN,
                Optional.empty());
    }

    /** Makes the rows of one dataset. */
    private static final class Rows {
        private final Holding holding;
        private final Dataset dataset;
        private final Around around;
        private final Caller caller;
        private final Found found;

        Rows(Holding holding, Around around, Caller caller, Found found) {
            this.holding = holding;
            this.dataset = holding.dataset();
            this.around = around;
            this.caller = caller;
            this.found = found;
        }

        void add() {
            Authorization use = caller.use(dataset);
            file(dataset.place(), "the dataset itself", "#this", content(holding), use);
            if (holding.productType().filter(UNPICTURED::contains).isEmpty()) {
                String picture = caller.gateway + "/preview/" + dataset.place().escapedPath();
                Content png = Content.of("image/png");
                add(new Target.Url(picture + "?size=1024"), "a picture of it", "#preview", png, use);
                add(new Target.Url(picture + "?size=128"), "a small picture of it", "#thumbnail", png, use);
                Optional.ofNullable(around.composites.get(dataset.id())).ifPresent(each -> colours(each, png));
            }
            if (!holding.domain().isEmpty()) {
                String service = "cutout-" + (found.services.size() + 1);
                String url = caller.gateway + "/soda/sync";
                found.services.add(Cutout.of(service, url, dataset.publisherDid(), holding.domain()));
                add(new Target.Service(service), "a part of it", "#cutout", Content.UNKNOWN, use);
            }
            dataset.links().forEach(this::belonging);
            all(use);
        }

        /** Who may read all parts of a picture may see it. */
        private void colours(Composite composite, Content png) {
            String url = caller.gateway + "/preview/" + ArchivePlace.escaped(composite.collection()) + "?colours="
                    + ArchivePlace.escaped(composite.name()).replace("/", "%2F") + "&size=1024";
            String words = "colour composite of " + composite.bands();
            add(new Target.Url(url), words, "#preview", png.local("colours"), caller.use(dataset));
        }

        /** The dataset and what belongs to it in one file; how long that is only who may have it is told. */
        private void all(Authorization use) {
            DatasetPackage all = DatasetPackage.of(dataset, around.files, caller.who, caller.now);
            if (all.hasMore()) {
                Content tar = Content.of("application/x-tar");
                String url = caller.gateway + "/package?ID=" + URLEncoder.encode(dataset.publisherDid(), UTF_8);
                add(
                        new Target.Url(url),
                        "the dataset and what belongs to it, in one file",
                        "#package",
                        use.caller() ? tar.bytes(all.tarBytes()) : tar,
                        use);
            }
        }

        /** A file that is a dataset itself is for those for whom that is. */
        private void belonging(Dataset.Link link) {
            ArchivePlace place = dataset.place(link);
            Belonging file = around.files.get(place);
            if (file == null) {
                return;
            }
            Optional<Holding> itself = file.itself();
            String name = link.path().substring(link.path().lastIndexOf('/') + 1);
            file(
                    place,
                    link.description().isEmpty() ? name : link.description(),
                    link.semantics().contains(":") ? link.semantics() : "#" + link.semantics(),
                    itself.map(Links::content)
                            .orElseGet(() ->
                                    Content.of(MediaTypes.ofName(link.path())).bytes(file.size())),
                    caller.use(itself.map(Holding::dataset).orElse(dataset)));
        }

        /** In a datalab the file is there, and the path comes first. */
        private void file(
                ArchivePlace place, String description, String semantics, Content content, Authorization use) {
            if (use.caller() && caller.isInside()) {
                Target local = new Target.Url(place.localUrl());
                add(local, description + ", in place", semantics, content.local("in-place"), use);
            }
            Target url = new Target.Url(caller.gateway + place.urlPath());
            add(url, description, semantics, content.local("download"), use);
        }

        private void add(Target target, String description, String semantics, Content content, Authorization use) {
            found.links.add(
                    new Link(dataset.publisherDid(), target, description, semantics, content, Optional.of(use)));
        }
    }
}
