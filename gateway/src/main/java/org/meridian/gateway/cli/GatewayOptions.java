// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.uws.JobLimits;
import org.meridian.gateway.GatewaySettings;
import org.meridian.gateway.config.ConfigException;
import org.meridian.gateway.config.ConfigReader;
import org.meridian.gateway.config.GatewayConfig;
import org.meridian.gateway.config.TrustedProxies;
import org.meridian.tap.query.AnswerLimits;
import org.meridian.tap.query.LoadLimits;
import org.meridian.tap.query.QueryLimits;
import org.meridian.tap.upload.UploadLimits;
import picocli.CommandLine.Option;

/** Options of every command that needs the gateway's configuration, and what follows from them. */
final class GatewayOptions {

    /** Connections beside those of users' queries: metadata, health, port queries of other services. */
    private static final int SPARE_CONNECTIONS = 4;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: conf/gateway.yaml of the installation.")
    @Nullable
    Path configFile;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder of everything the gateway keeps; wins over the configuration's dataDir.")
    @Nullable
    Path dataDir;

    private final ConfigReader reader = new ConfigReader(System.getenv());

    /** The configuration in force. */
    GatewayConfig config() {
        Path shipped = home().resolve("conf/gateway.yaml");
        Optional<Path> file = Optional.ofNullable(configFile)
                .or(() -> Files.isRegularFile(shipped) ? Optional.of(shipped) : Optional.empty());
        GatewayConfig config = reader.read(file);
        return dataDir == null ? config : config.withDataDir(dataDir);
    }

    /** What the gateway needs to know, passwords included. */
    GatewaySettings settings(GatewayConfig config) {
        GatewayConfig.Limits limits = config.limits();
        return new GatewaySettings(
                new GatewaySettings.Web(
                        config.server().host(),
                        config.server().port(),
                        config.server().publicUrl().map(url -> URI.create(url.replaceAll("/+$", ""))),
                        limits.queryKilobytes() * 1024L,
                        Duration.ofSeconds(5),
                        config.server().trustedProxies().map(TrustedProxies::of).orElse(TrustedProxies.NONE),
                        Duration.ofSeconds(limits.bodySeconds())),
                config.dataDir(),
                database(config),
                new GatewaySettings.Queries(
                        queries(limits),
                        uploading(config.uploads()),
                        config.names().resolverUrl().map(URI::create)),
                new GatewaySettings.Delivery(
                        GatewaySettings.Delivery.DEFAULT.memoryBytes(),
                        limits.spoolResultMegabytes() * 1_000_000L,
                        limits.spoolTotalMegabytes() * 1_000_000L,
                        Duration.ofSeconds(limits.clientSeconds())),
                jobs(config.jobs(), Duration.ofSeconds(limits.smallSeconds())),
                access(config.access()),
                new GatewaySettings.Groups(
                        config.groups().teamsPerUser(),
                        config.groups().identifier(),
                        config.groups().remotes()),
                new AccessRequests.Rules(
                        config.requests().open(), config.requests().waiting()),
                config.usage().settings(),
                new GatewaySettings.Workspaces(
                        config.workspaces().folder(),
                        Duration.ofDays(config.workspaces().trashDays()),
                        config.workspaces().allowance(),
                        Duration.ofDays(config.workspaces().shareDays()),
                        new GatewaySettings.Workspaces.Versions(
                                config.workspaces().versions(),
                                Duration.ofDays(config.workspaces().versionDays()))));
    }

    private GatewaySettings.Access access(GatewayConfig.Access keys) {
        return new GatewaySettings.Access(
                keys.signInFor()
                        .map(services -> Set.of(services.strip().split("\\s*,\\s*")))
                        .orElse(Set.of()),
                keys.openIdProviders().stream()
                        .map(one -> one.provider(reader.secret(one.secretName(), one.clientSecretFile())))
                        .toList(),
                keys.auditDays() == 0 ? Optional.empty() : Optional.of(Duration.ofDays(keys.auditDays())));
    }

    private static GatewaySettings.Jobs jobs(GatewayConfig.JobKeys keys, Duration smallTime) {
        return new GatewaySettings.Jobs(
                new JobLimits(
                        new JobLimits.Queue(
                                new JobLimits.Lane(keys.concurrent(), keys.concurrentPerClient()),
                                new JobLimits.Lane(keys.heavy(), keys.heavyPerClient()),
                                smallTime,
                                keys.queueLength()),
                        keys.perClient(),
                        keys.resultMegabytesPerClient() * 1_000_000L,
                        new JobLimits.Span(
                                Duration.ofSeconds(keys.defaultSeconds()), Duration.ofSeconds(keys.maxSeconds())),
                        new JobLimits.Span(Duration.ofDays(keys.defaultDays()), Duration.ofDays(keys.maxDays()))),
                keys.folder(),
                keys.listByAddress());
    }

    private static GatewaySettings.Uploading uploading(GatewayConfig.Uploads uploads) {
        return new GatewaySettings.Uploading(
                new UploadLimits(
                        uploads.maxTables(),
                        uploads.maxRows(),
                        uploads.maxMegabytes() * 1_000_000L,
                        uploads.unpackedMegabytes() * 1_000_000L),
                uploads.totalMegabytes() * 1_000_000L,
                uploads.megabytesOfClient() * 1_000_000L,
                Duration.ofSeconds(uploads.fetchSeconds()),
                uploads.hosts());
    }

    private static QueryLimits queries(GatewayConfig.Limits limits) {
        AnswerLimits each = new AnswerLimits(
                limits.defaultRows(),
                limits.maxRows(),
                Duration.ofSeconds(limits.querySeconds()),
                limits.answerMegabytes() * 1_000_000L);
        LoadLimits load = new LoadLimits(
                limits.concurrentQueries() - limits.heavyQueries(),
                limits.heavyQueries(),
                limits.waitingQueries(),
                Duration.ofSeconds(limits.queueSeconds()),
                limits.queriesPerClient(),
                new LoadLimits.Small(
                        limits.smallCost(), limits.smallRows(), Duration.ofSeconds(limits.smallSeconds())));
        return new QueryLimits(each, each, limits.queryKilobytes() * 1024, load);
    }

    /** Which database, passwords included. */
    DatabaseConfig database(GatewayConfig config) {
        GatewayConfig.Limits limits = config.limits();
        DatabaseConfig.Pools pools = new DatabaseConfig.Pools(
                queries(limits).load().connections() + SPARE_CONNECTIONS,
                DatabaseConfig.Pools.DEFAULT.maxOwnerConnections(),
                Duration.ofSeconds(limits.queueSeconds()),
                Duration.ofSeconds(limits.querySeconds()));
        GatewayConfig.DatabaseKeys keys = config.database();
        return new DatabaseConfig(
                keys.url()
                        .<DatabaseConfig.Server>map(url -> new DatabaseConfig.External(
                                url,
                                new DatabaseConfig.Login(
                                        keys.user(),
                                        password("database.passwordFile", "DATABASE_PASSWORD", keys.passwordFile())),
                                new DatabaseConfig.Login(
                                        keys.queryUser(),
                                        password(
                                                "database.queryPasswordFile",
                                                "DATABASE_QUERY_PASSWORD",
                                                keys.queryPasswordFile()))))
                        .orElseGet(() -> new DatabaseConfig.Embedded(
                                config.dataDir(), programs(config.dataDir()), 0, Optional.empty())),
                pools);
    }

    /** Where PostgreSQL's programs are unpacked once: the user's cache, or the data folder of a user without a home. */
    private static Path programs(Path dataDir) {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", ""));
        if (cache != null && cache.startsWith("/")) {
            return Path.of(cache, "meridian");
        }
        return Files.isWritable(home) ? home.resolve(".cache/meridian") : dataDir.resolve("postgres-programs");
    }

    private String password(String key, String name, Optional<Path> file) {
        return reader.secret(name, file)
                .orElseThrow(() -> new ConfigException("database.url needs a password: name a file in " + key
                        + ", or set the environment variable MERIDIAN_SECRET_" + name));
    }

    /** Refuses a file that is not there, before anything is started for it. */
    static void requireReadable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Main.Refusal("there is no file " + file + ", or it may not be read");
        }
    }

    /** Folder of the installation: where the launcher is. */
    static Path home() {
        return Path.of(System.getProperty("meridian.home", "."));
    }
}
