// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.place.UserFiles;
import org.meridian.core.query.TableCatalogue;
import org.meridian.core.query.TableQuery;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.uws.run.JobTiming;
import org.meridian.core.uws.run.Jobs;
import org.meridian.core.votable.TableReader;
import org.meridian.gateway.rest.ObservationPages;
import org.meridian.gateway.rest.Site;
import org.meridian.sia.archive.ArchiveFiles;
import org.meridian.sia.archive.Catalogue;
import org.meridian.sia.archive.Composites;
import org.meridian.sia.archive.Holdings;
import org.meridian.sia.archive.Reading;
import org.meridian.sia.datalink.DatasetPackages;
import org.meridian.sia.datalink.Links;
import org.meridian.sia.preview.Coverages;
import org.meridian.sia.preview.PictureCache;
import org.meridian.sia.preview.PictureMaker;
import org.meridian.sia.preview.Previews;
import org.meridian.sia.rest.ArchiveResource;
import org.meridian.sia.rest.ConeResource;
import org.meridian.sia.rest.DatalinkResource;
import org.meridian.sia.rest.LinksResource;
import org.meridian.sia.rest.PackageResource;
import org.meridian.sia.rest.PreviewResource;
import org.meridian.sia.rest.SearchAnswers;
import org.meridian.sia.rest.ServiceStatus;
import org.meridian.sia.rest.Sia1Resource;
import org.meridian.sia.rest.Sia2Resource;
import org.meridian.sia.rest.SodaJobsResource;
import org.meridian.sia.rest.SodaResource;
import org.meridian.sia.sia.SearchLimits;
import org.meridian.sia.sia.Sia1Search;
import org.meridian.sia.sia.Sia2Search;
import org.meridian.sia.soda.CutoutExamples;
import org.meridian.sia.soda.CutoutJobs;
import org.meridian.sia.soda.Cutouts;
import org.meridian.sia.store.CompositeStore;
import org.meridian.sia.store.DatasetListing;
import org.meridian.sia.store.DatasetStore;
import org.meridian.sia.store.SiteStore;

/** The observations' part of the wiring. */
final class Observations implements AutoCloseable {

    private static final long PICTURE_BYTES = 2_000_000_000;

    private static final WorkPlaces.Limits PICTURES = new WorkPlaces.Limits("pictures", 2, 24, Duration.ofSeconds(30));

    private static final WorkPlaces.Limits PACKAGES = new WorkPlaces.Limits("packages", 16, 4, Duration.ofSeconds(30));

    private static final WorkPlaces.Limits CUTOUTS = new WorkPlaces.Limits("cutouts", 8, 24, Duration.ofSeconds(30));

    /** Of which pixels are read while clients take them, at their pace. */
    private static final WorkPlaces.Limits SENT_CUTOUTS =
            new WorkPlaces.Limits("large cutouts", 32, 12, Duration.ofSeconds(5));

    private static final Duration RELEASED_EVERY = Duration.ofMinutes(1);

    /** No files; parameters are many positions at most. */
    private static final InputLimits JOB_INPUT = new InputLimits(Set.of(), 0, 1 << 20, 0);

    private final Jobs jobs;
    private final ReleaseUpkeep releases;
    private final List<Object> resources = new ArrayList<>();

    /**
     * What they need of the gateway.
     *
     * @param database with their tables
     * @param tables as they are published
     * @param audit where it is noted what has to be accounted for
     * @param open whether those who have not signed in are answered
     * @param health whether the database can be asked
     * @param links what the endpoint for links needs
     * @param files reads tables in files
     * @param dataDir folder of what the gateway keeps
     * @param searches what searches need
     * @param cutting what cutouts need
     * @param pages what pages need
     */
    record Parts(
            Database database,
            TableQuery tables,
            Audit audit,
            boolean open,
            Supplier<DatabaseHealth.Status> health,
            LinksResource.Parts links,
            TableReader files,
            Path dataDir,
            Searches searches,
            Cutting cutting,
            Pages pages) {}

    /**
     * What pages need of the gateway.
     *
     * @param site where they are
     * @param open whether those who have not signed in see them
     */
    record Pages(Site site, boolean open) {}

    /**
     * What cutouts need of the gateway.
     *
     * @param limits of jobs
     * @param users who the user of a name is now
     * @param listByAddress whether jobs are listed for who is known by an address alone
     * @param files of users, for results
     */
    record Cutting(JobLimits limits, Function<String, Subject> users, boolean listByAddress, UserFiles files) {}

    /**
     * What searches need of the gateway.
     *
     * @param catalogue what tables there are
     * @param limits how large their answers are
     * @param answers sends them
     */
    record Searches(TableCatalogue catalogue, SearchLimits limits, SearchAnswers answers) {}

    /**
     * Wires them.
     *
     * @throws IOException if the folder of pictures cannot be had
     */
    Observations(Parts parts) throws IOException {
        InstantSource clock = InstantSource.system();
        DatasetStore store = new DatasetStore(parts.database.owner());
        Holdings holdings = new Holdings(parts.tables, store);
        Reading reading = new Reading(holdings, store, parts.audit, clock);
        ArchiveFiles files = new ArchiveFiles(store, reading, clock);
        resources.add(new ArchiveResource(reading, files));
        Composites composites = new Composites(reading, new CompositeStore(parts.database.owner()));
        Links links = new Links(holdings, composites, parts.open, clock);
        Coverages coverages = new Coverages(parts.tables, clock);
        resources.add(new LinksResource(links, parts.links));
        resources.add(new PackageResource(new DatasetPackages(reading, files, new WorkPlaces(PACKAGES), clock)));
        resources.add(new PreviewResource(new Previews(
                reading,
                files,
                coverages,
                composites,
                new PictureMaker(parts.files),
                PictureCache.open(parts.dataDir.resolve("previews"), PICTURE_BYTES),
                new WorkPlaces(PICTURES))));
        Catalogue catalogue = new Catalogue(parts.tables, holdings, new DatasetListing(parts.database.owner()), clock);
        resources.add(new ObservationPages(catalogue, coverages, links, parts.pages.site, parts.pages.open));
        ServiceStatus status = new ServiceStatus(SecurityMethod.Access.of(parts.open), parts.health);
        resources.add(new DatalinkResource(parts.links.base(), status));
        addSearches(parts, store, status);
        Cutouts cutouts = new Cutouts(
                reading, files, new WorkPlaces(CUTOUTS), new WorkPlaces(SENT_CUTOUTS), parts.links.spool(), clock);
        jobs = addCutouts(parts, cutouts, new CutoutExamples(holdings, clock), status);
        releases = new ReleaseUpkeep(new SiteStore(parts.database.owner()), RELEASED_EVERY);
    }

    private void addSearches(Parts parts, DatasetStore store, ServiceStatus status) {
        Searches with = parts.searches;
        resources.add(
                new Sia2Resource(new Sia2Search(parts.tables, with.catalogue, with.limits), with.answers, status));
        resources.add(
                new Sia1Resource(new Sia1Search(parts.tables, store, with.limits), with.limits, with.answers, status));
        resources.add(new ConeResource(parts.tables, with.catalogue, with.limits, with.answers, status));
    }

    private Jobs addCutouts(Parts parts, Cutouts cutouts, CutoutExamples examples, ServiceStatus status)
            throws IOException {
        Jobs made = Jobs.open(
                parts.database,
                new Jobs.Settings("soda", parts.dataDir.resolve("soda-jobs"), parts.cutting.limits, JOB_INPUT),
                new CutoutJobs(cutouts, parts.cutting.users, parts.cutting.files),
                JobTiming.DEFAULT);
        FormReader forms = parts.searches.answers.forms();
        BaseUrl base = parts.links.base();
        UserFiles users = parts.cutting.files;
        resources.add(new SodaResource(new SodaResource.Parts(cutouts, examples, users, forms, base), status));
        resources.add(new SodaJobsResource(
                new JobsResource.Parts(made, base, SodaJobsResource.PATH, forms, parts.cutting.listByAddress), users));
        return made;
    }

    List<Object> resources() {
        return resources;
    }

    /** Begins to run jobs, when clients can be answered. */
    void beginJobs() {
        jobs.begin();
    }

    /** Answers the clients that wait for jobs. */
    void letWaitingGo() {
        jobs.letWaitingGo();
    }

    @Override
    public void close() {
        releases.close();
        jobs.close();
    }
}
