// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.db.Database;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.PrivateFolder;
import org.meridian.core.place.UserFiles;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.uws.run.JobTiming;
import org.meridian.core.uws.run.Jobs;
import org.meridian.gateway.rest.ShareLinks;
import org.meridian.gateway.rest.Site;
import org.meridian.workspace.dav.DavResource;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.place.WorkspaceFiles;
import org.meridian.workspace.rest.FileExchange;
import org.meridian.workspace.rest.FilesResource;
import org.meridian.workspace.rest.MountsResource;
import org.meridian.workspace.rest.NodesResource;
import org.meridian.workspace.rest.PackagesResource;
import org.meridian.workspace.rest.ResourceCapsResource;
import org.meridian.workspace.rest.RightsResource;
import org.meridian.workspace.rest.SpaceResource;
import org.meridian.workspace.rest.TrashResource;
import org.meridian.workspace.rest.UploadsResource;
import org.meridian.workspace.rest.VersionsResource;
import org.meridian.workspace.rest.ViewAnswers;
import org.meridian.workspace.share.SharePasses;
import org.meridian.workspace.share.Shares;
import org.meridian.workspace.share.rest.SharesResource;
import org.meridian.workspace.space.Census;
import org.meridian.workspace.space.EditLocks;
import org.meridian.workspace.space.Explaining;
import org.meridian.workspace.space.Rooms;
import org.meridian.workspace.space.Sharing;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.Uploads;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.ArrivalStore;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.LockStore;
import org.meridian.workspace.store.NodeStore;
import org.meridian.workspace.store.RoomStore;
import org.meridian.workspace.store.SecretStore;
import org.meridian.workspace.store.ShareStore;
import org.meridian.workspace.store.TrashStore;
import org.meridian.workspace.store.UploadStore;
import org.meridian.workspace.transfer.PropertyJobs;
import org.meridian.workspace.transfer.RemovalJobs;
import org.meridian.workspace.transfer.Tickets;
import org.meridian.workspace.transfer.TransferJobs;
import org.meridian.workspace.transfer.rest.PropertiesResource;
import org.meridian.workspace.transfer.rest.RemovalsResource;
import org.meridian.workspace.transfer.rest.SyncTransferResource;
import org.meridian.workspace.transfer.rest.TransfersResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces' part of the wiring. */
final class Workspaces implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

    /** Every upload of some clients is a job: there are many, and they are soon of no interest. */
    private static final int TRANSFERS = 200_000;

    private static final int OTHERS = 5000;

    private static final InputLimits INPUT = new InputLimits(Set.of(), 0, 128 << 10, 0);
    private static final GuardedFetch.Limits FETCHES =
            new GuardedFetch.Limits(Duration.ofDays(1), 16, 8, Duration.ofSeconds(10));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Jobs> jobs = new ArrayList<>();
    private final List<Object> resources = new ArrayList<>();
    private UserFiles files = UserFiles.NONE;

    private Workspaces() {}

    private static JobLimits limits(int jobs) {
        return new JobLimits(
                new JobLimits.Queue(new JobLimits.Lane(8, 6), new JobLimits.Lane(4, 2), Duration.ofSeconds(5), 100_000),
                jobs,
                // What they move is counted, and kept nowhere.
                Long.MAX_VALUE / 2,
                new JobLimits.Span(Duration.ofHours(6), Duration.ofDays(1)),
                new JobLimits.Span(Duration.ofDays(1), Duration.ofDays(30)));
    }

    /**
     * What they need of the gateway.
     *
     * @param database with their tables
     * @param settings of the gateway
     * @param base where clients find it
     * @param users who the user of a name is now
     * @param audit where it is noted what has to be accounted for
     * @param forms reads bodies of requests that have no files
     * @param audit where refusals are noted that other services ask for
     * @param views what makes views of files
     */
    record Parts(
            Database database,
            GatewaySettings settings,
            BaseUrl base,
            Function<String, Subject> users,
            FormReader forms,
            Audit audit,
            ViewAnswers.Making views) {}

    /**
     * Opens them; on machines that cannot have them there are none, and the log says so.
     *
     * @throws IOException if the folder cannot be had
     */
    static Workspaces open(Parts parts) throws IOException {
        Workspaces workspaces = new Workspaces();
        if (!Tree.isSupported()) {
            LOG.warn("there are no workspaces: they need Linux on x86-64 or AArch64");
            return workspaces;
        }
        try {
            workspaces.begin(parts);
            return workspaces;
        } catch (IOException | RuntimeException e) {
            workspaces.close();
            throw e;
        }
    }

    private void begin(Parts parts) throws IOException {
        Database database = parts.database;
        database.migrate(NodeStore.MIGRATIONS);
        GatewaySettings.Workspaces settings = parts.settings.workspaces();
        Path folder = settings.folder().orElse(parts.settings.dataDir().resolve("workspaces"));
        Tree tree = Tree.open(PrivateFolder.create(folder));
        open.add(tree);
        if (!isKnown(database, tree)) {
            LOG.warn(
                    "there are no workspaces: the database knows who may do what with the files of another folder than {},"
                            + " which another gateway may have; docs/operating.md says what to do if they were moved",
                    folder);
            return;
        }
        VosUri uris = new VosUri(authority(parts.base));
        Space.Parts spaceParts = new Space.Parts(
                tree,
                new NodeStore(database.owner()),
                new LinkStore(database.owner()),
                new TrashStore(database.owner(), settings.versions().most()),
                new EditLocks(new LockStore(database.owner()), InstantSource.system()),
                new Rooms(new RoomStore(database.owner(), settings.allowance()), InstantSource.system()),
                uris);
        Space space = new Space(spaceParts);
        Tickets tickets = new Tickets(secret(database, "tickets"), parts.users, InstantSource.system());
        boolean anybody = !parts.settings.access().signInFor().contains("vospace");
        resources.add(new SpaceResource(uris, parts.base, SecurityMethod.Access.of(anybody), Instant.now()));
        resources.add(new ResourceCapsResource(uris, parts.base));
        resources.add(new NodesResource(space));
        resources.add(new FilesResource(
                new FileExchange(space.bytes(), tickets), new ViewAnswers(space, tickets, parts.views)));
        resources.add(new PackagesResource(space, tickets));
        resources.add(new TrashResource(space));
        resources.add(new VersionsResource(space));
        resources.add(new MountsResource(space));
        Uploads uploads = Uploads.open(
                tree, space.bytes(), new UploadStore(database.owner()), InstantSource.system(), Uploads.Rules.DEFAULT);
        resources.add(new UploadsResource(uploads, uris, parts.base));
        resources.add(new RightsResource(new Explaining(spaceParts), uris));
        resources.add(new DavResource(space, parts.base));
        addShares(parts, new Sharing(spaceParts), anybody ? settings.longestShare() : Duration.ZERO);
        addJobs(parts, space, tickets);
        beginUpkeep(space, settings, uploads);
    }

    /** Where nobody reads files who has not signed in, nobody does by links. */
    private void addShares(Parts parts, Sharing sharing, Duration longest) {
        Shares shares = new Shares(new Shares.Parts(
                sharing,
                new ShareStore(parts.database.owner()),
                parts.users,
                parts.audit,
                longest,
                InstantSource.system()));
        SharePasses passes = new SharePasses(secret(parts.database, "shares"), InstantSource.system());
        resources.add(new SharesResource(shares, sharing.parts().uris(), parts.base, parts.forms));
        resources.add(new ShareLinks(shares, passes, new Site(parts.base, parts.forms)));
    }

    /** Rights are kept by what the file system calls a file: they are of no use with the files of another tree. */
    private static boolean isKnown(Database database, Tree tree) throws IOException {
        byte[] identity = tree.identity().toString().getBytes(UTF_8);
        return Arrays.equals(new SecretStore(database.owner()).get("tree", identity), identity);
    }

    private void beginUpkeep(Space space, GatewaySettings.Workspaces settings, Uploads uploads) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("workspace-upkeep").daemon().factory());
        open.add(clock::shutdownNow);
        clock.schedule(() -> recover(space), 0, TimeUnit.MINUTES);
        clock.scheduleWithFixedDelay(() -> empty(space, settings), 1, 60, TimeUnit.MINUTES);
        clock.scheduleWithFixedDelay(() -> sweep(uploads), 2, 60, TimeUnit.MINUTES);
        // By itself: a large tree is long in counting.
        ScheduledExecutorService counting = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("workspace-census").daemon().factory());
        open.add(counting::shutdownNow);
        Census census = space.census();
        counting.scheduleWithFixedDelay(() -> count(census::all), 0, 60, TimeUnit.MINUTES);
        counting.scheduleWithFixedDelay(() -> count(census::doubtful), 1, 1, TimeUnit.MINUTES);
    }

    private static void recover(Space space) {
        try {
            space.versions().recover();
        } catch (IOException | RuntimeException e) {
            LOG.warn("versions of files cannot be looked through", e);
        }
    }

    private static void sweep(Uploads uploads) {
        try {
            int expired = uploads.sweep();
            if (expired > 0) {
                LOG.info("{} uploads were forgotten: their time is over", expired);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("uploads that have expired cannot be removed", e);
        }
    }

    /** A part of a census. */
    @FunctionalInterface
    private interface Counting {
        void run() throws IOException;
    }

    private static void count(Counting counting) {
        try {
            counting.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the files of the workspaces cannot be counted", e);
        }
    }

    /** What fails now is tried again. */
    private static void empty(Space space, GatewaySettings.Workspaces settings) {
        try {
            int items = space.bin()
                    .purgeOlderThan(settings.trash(), settings.versions().kept());
            if (items > 0) {
                LOG.info("{} items of the trash were removed: their time is over", items);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the trash cannot be emptied", e);
        }
    }

    private void addJobs(Parts parts, Space space, Tickets tickets) throws IOException {
        ArrivalStore arrivals = new ArrivalStore(parts.database.owner());
        arrivals.forgetOld();
        boolean anybody = !parts.settings.access().signInFor().contains("vospace");
        files = new WorkspaceFiles(space, arrivals, parts.audit, anybody);
        GuardedFetch fetch = new GuardedFetch(
                parts.settings.queries().uploads().allowedHosts(), FETCHES, GuardedFetch.Resolver.SYSTEM);
        open.add(fetch);
        TransferJobs transfers = new TransferJobs(space, arrivals, parts.users, tickets, fetch);
        Jobs transferJobs = jobs(parts, "transfers", TRANSFERS, transfers);
        resources.add(new TransfersResource(list(parts, transferJobs, TransfersResource.PATH), transfers, parts.base));
        resources.add(new SyncTransferResource(transferJobs, transfers, parts.forms, parts.base));
        Jobs removals = jobs(parts, "removals", OTHERS, new RemovalJobs(space, arrivals, parts.users));
        resources.add(new RemovalsResource(list(parts, removals, RemovalsResource.PATH)));
        Jobs changes = jobs(parts, "properties", OTHERS, new PropertyJobs(space, arrivals, parts.users));
        resources.add(new PropertiesResource(list(parts, changes, PropertiesResource.PATH)));
    }

    private Jobs jobs(Parts parts, String service, int most, JobExecutor executor) throws IOException {
        Path folder = parts.settings.dataDir().resolve("workspace-jobs").resolve(service);
        Jobs made = Jobs.open(
                parts.database, new Jobs.Settings(service, folder, limits(most), INPUT), executor, JobTiming.DEFAULT);
        open.add(made);
        jobs.add(made);
        return made;
    }

    private static JobsResource.Parts list(Parts parts, Jobs jobs, String path) {
        boolean byAddress =
                parts.settings.jobs().listByAddress() && parts.base.fixed().isEmpty();
        return new JobsResource.Parts(jobs, parts.base, path, parts.forms, byAddress);
    }

    private static byte[] secret(Database database, String name) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new SecretStore(database.owner()).get(name, random);
    }

    /** Named after the host by which clients know the gateway. */
    private static String authority(BaseUrl base) {
        return base.fixed().map(url -> url.getHost()).orElse("localhost") + "~vospace";
    }

    /** Its files, for other services. */
    UserFiles files() {
        return files;
    }

    List<Object> resources() {
        return resources;
    }

    /** Begins to run jobs, when clients can be answered. */
    void beginJobs() {
        jobs.forEach(Jobs::begin);
    }

    /** Answers the clients that wait for jobs. */
    void letWaitingGo() {
        jobs.forEach(Jobs::letWaitingGo);
    }

    @Override
    public void close() {
        for (AutoCloseable each : open.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", each, e);
            }
        }
    }
}
