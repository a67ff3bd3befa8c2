// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an operator can set. Every component is a key of {@code conf/gateway.yaml} of the same name, and an environment
 * variable: {@code limits.maxRows} is {@code MERIDIAN_LIMITS_MAX_ROWS}.
 *
 * @param dataDir folder of everything the gateway keeps: embedded database, spool
 * @param authority naming authority of the identities of datasets, as registered with the IVOA
 * @param server where it listens and under which address the world knows it
 * @param database where the tables are
 * @param limits what one query, one client and all together may use
 * @param jobs asynchronous jobs
 * @param uploads what tables queries may bring along
 * @param names who knows where objects are
 * @param access who may use which service
 * @param groups that users are in
 * @param requests for accounts
 * @param usage how much may be used in a day or month
 * @param workspaces files of users
 */
public record GatewayConfig(
        Path dataDir,
        String authority,
        Server server,
        DatabaseKeys database,
        Limits limits,
        JobKeys jobs,
        Uploads uploads,
        Names names,
        Access access,
        GroupKeys groups,
        Requests requests,
        UsageKeys usage,
        WorkspaceKeys workspaces) {

    public GatewayConfig {
        ConfigException.require(
                authority.matches("[A-Za-z0-9][A-Za-z0-9._~-]{2,}"),
                "authority",
                authority,
                "a naming authority such as archive.example.org");
    }

    /**
     * @param host address to listen on
     * @param port TCP port; 0 takes a free one
     * @param publicUrl root URL under which clients reach the gateway; empty: {@code http://host:port}
     * @param trustedProxies addresses and networks, separated by commas, of proxies whose word on a client's address is taken
     */
    public record Server(String host, int port, Optional<String> publicUrl, Optional<String> trustedProxies) {
        public Server {
            trustedProxies.ifPresent(list -> ConfigException.require(
                    TrustedProxies.isList(list),
                    "server.trustedProxies",
                    list,
                    "a list of IP addresses and networks such as 127.0.0.1, 10.1.0.0/16"));
            ConfigException.require(port >= 0 && port <= 65535, "server.port", port, "a port from 0 to 65535");
            publicUrl.ifPresent(url -> ConfigException.require(
                    url.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?"),
                    "server.publicUrl",
                    url,
                    "a URL such as https://archive.example.org/vo, without query"));
        }
    }

    /**
     * @param url JDBC URL of a PostgreSQL 14 or newer; empty: the embedded one in {@code dataDir}
     * @param user role that owns tables and metadata
     * @param passwordFile file with its password
     * @param queryUser role under which users' queries run
     * @param queryPasswordFile file with its password
     */
    public record DatabaseKeys(
            Optional<String> url,
            String user,
            Optional<Path> passwordFile,
            String queryUser,
            Optional<Path> queryPasswordFile) {
        public DatabaseKeys {
            url.ifPresent(u -> ConfigException.require(
                    u.startsWith("jdbc:postgresql:"),
                    "database.url",
                    u,
                    "a JDBC URL such as jdbc:postgresql://localhost:5432/archive"));
            ConfigException.require(!user.isBlank(), "database.user", user, "the name of a database role");
            ConfigException.require(
                    !queryUser.isBlank() && !queryUser.equals(user),
                    "database.queryUser",
                    queryUser,
                    "a database role other than database.user: users' queries must not run as the owner");
        }
    }

    /**
     * @param defaultRows rows of a result where the client names no MAXREC
     * @param maxRows rows of a result at most, whatever MAXREC says
     * @param querySeconds execution time of a synchronous query
     * @param clientSeconds time a client may take to fetch its result
     * @param answerMegabytes size of a result's rows
     * @param concurrentQueries queries that run at once
     * @param heavyQueries how many of them may be heavy
     * @param smallCost up to which estimate of PostgreSQL's planner a query is small
     * @param smallRows up to which number of rows, in the same estimate
     * @param smallSeconds after which time a query is heavy whatever was estimated
     * @param waitingQueries queries that wait for their turn at once
     * @param queriesPerClient queries of one client that run or wait at once
     * @param queueSeconds how long a query waits for its turn before it is turned away
     * @param queryKilobytes length of a request's parameters
     * @param bodySeconds for how long the body of a request may come too slowly, or not at all
     * @param spoolResultMegabytes disk space for what one slow client has not fetched yet
     * @param spoolTotalMegabytes disk space for what all slow clients have not fetched yet
     */
    public record Limits(
            long defaultRows,
            long maxRows,
            int querySeconds,
            int clientSeconds,
            int answerMegabytes,
            int concurrentQueries,
            int heavyQueries,
            int smallCost,
            int smallRows,
            int smallSeconds,
            int waitingQueries,
            int queriesPerClient,
            int queueSeconds,
            int queryKilobytes,
            int bodySeconds,
            int spoolResultMegabytes,
            int spoolTotalMegabytes) {
        public Limits {
            positive("limits.maxRows", maxRows);
            positive("limits.defaultRows", defaultRows);
            ConfigException.require(
                    defaultRows <= maxRows, "limits.defaultRows", defaultRows, "at most limits.maxRows, " + maxRows);
            positive("limits.querySeconds", querySeconds);
            positive("limits.clientSeconds", clientSeconds);
            positive("limits.answerMegabytes", answerMegabytes);
            positive("limits.concurrentQueries", concurrentQueries);
            ConfigException.require(
                    heavyQueries > 0 && heavyQueries < concurrentQueries,
                    "limits.heavyQueries",
                    heavyQueries,
                    "a number above 0 and below limits.concurrentQueries, " + concurrentQueries);
            positive("limits.smallCost", smallCost);
            positive("limits.smallRows", smallRows);
            positive("limits.smallSeconds", smallSeconds);
            positive("limits.waitingQueries", waitingQueries);
            positive("limits.queriesPerClient", queriesPerClient);
            positive("limits.queueSeconds", queueSeconds);
            positive("limits.queryKilobytes", queryKilobytes);
            positive("limits.bodySeconds", bodySeconds);
            positive("limits.spoolResultMegabytes", spoolResultMegabytes);
            ConfigException.require(
                    spoolTotalMegabytes >= spoolResultMegabytes,
                    "limits.spoolTotalMegabytes",
                    spoolTotalMegabytes,
                    "at least limits.spoolResultMegabytes, " + spoolResultMegabytes);
        }

        static void positive(String key, long value) {
            ConfigException.require(value > 0, key, value, "a number above 0");
        }
    }

    /**
     * @param folder where their files are; empty: {@code jobs} in {@code dataDir}
     * @param concurrent jobs that run at once, heavy ones aside
     * @param concurrentPerClient jobs of one client among them
     * @param heavy heavy jobs that run at once
     * @param heavyPerClient heavy jobs of one client among them
     * @param queueLength jobs that wait at most
     * @param perClient jobs of one client that exist at once
     * @param resultMegabytesPerClient results of one client
     * @param defaultSeconds execution time where the client sets none
     * @param maxSeconds execution time at most
     * @param defaultDays how long a job is kept where the client does not say
     * @param maxDays how long a job is kept at most
     * @param listByAddress whether anonymous clients see the jobs of their address in the list
     */
    public record JobKeys(
            Optional<Path> folder,
            int concurrent,
            int concurrentPerClient,
            int heavy,
            int heavyPerClient,
            int queueLength,
            int perClient,
            int resultMegabytesPerClient,
            int defaultSeconds,
            int maxSeconds,
            int defaultDays,
            int maxDays,
            boolean listByAddress) {
        public JobKeys {
            Limits.positive("jobs.concurrent", concurrent);
            Limits.positive("jobs.concurrentPerClient", concurrentPerClient);
            Limits.positive("jobs.heavy", heavy);
            Limits.positive("jobs.heavyPerClient", heavyPerClient);
            Limits.positive("jobs.queueLength", queueLength);
            Limits.positive("jobs.perClient", perClient);
            Limits.positive("jobs.resultMegabytesPerClient", resultMegabytesPerClient);
            Limits.positive("jobs.defaultSeconds", defaultSeconds);
            Limits.positive("jobs.defaultDays", defaultDays);
            ConfigException.require(
                    maxSeconds >= defaultSeconds,
                    "jobs.maxSeconds",
                    maxSeconds,
                    "at least jobs.defaultSeconds, " + defaultSeconds);
            ConfigException.require(
                    maxDays >= defaultDays, "jobs.maxDays", maxDays, "at least jobs.defaultDays, " + defaultDays);
        }
    }

    /**
     * @param maxTables tables that one query may bring along; 0 for none
     * @param maxRows rows of each
     * @param maxMegabytes size of each, as it is sent
     * @param unpackedMegabytes size of each, after unpacking
     * @param totalMegabytes disk space for all that are being received or loaded
     * @param clientMegabytes disk space for those of one client among them; 0 for half of it
     * @param fetchSeconds how long fetching one by URL may take
     * @param allowedHosts hosts that may be fetched from although their addresses are not public, apart by commas
     */
    public record Uploads(
            int maxTables,
            long maxRows,
            int maxMegabytes,
            int unpackedMegabytes,
            int totalMegabytes,
            int clientMegabytes,
            int fetchSeconds,
            Optional<String> allowedHosts) {
        public Uploads {
            ConfigException.require(maxTables >= 0, "uploads.maxTables", maxTables, "0 or a number above it");
            ConfigException.require(maxRows > 0, "uploads.maxRows", maxRows, "a number above 0");
            ConfigException.require(maxMegabytes > 0, "uploads.maxMegabytes", maxMegabytes, "a number above 0");
            ConfigException.require(
                    unpackedMegabytes >= maxMegabytes,
                    "uploads.unpackedMegabytes",
                    unpackedMegabytes,
                    "at least uploads.maxMegabytes, " + maxMegabytes);
            ConfigException.require(
                    totalMegabytes >= unpackedMegabytes,
                    "uploads.totalMegabytes",
                    totalMegabytes,
                    "at least uploads.unpackedMegabytes, " + unpackedMegabytes);
            ConfigException.require(
                    clientMegabytes == 0 || clientMegabytes >= unpackedMegabytes,
                    "uploads.clientMegabytes",
                    clientMegabytes,
                    "0, or at least uploads.unpackedMegabytes, " + unpackedMegabytes);
            ConfigException.require(fetchSeconds > 0, "uploads.fetchSeconds", fetchSeconds, "a number above 0");
        }

        /** Disk space for the tables of one client, in MB: room for one table at least. */
        public int megabytesOfClient() {
            return clientMegabytes > 0 ? clientMegabytes : Math.max(totalMegabytes / 2, unpackedMegabytes);
        }

        /** The allowed hosts. */
        public Set<String> hosts() {
            return Arrays.stream(allowedHosts.orElse("").split(","))
                    .map(String::strip)
                    .filter(host -> !host.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * @param resolverUrl address of a name resolver in the manner of CDS Sesame, to which the name is added; empty: queries
     *     cannot look names up
     */
    public record Names(Optional<String> resolverUrl) {
        public Names {
            resolverUrl.ifPresent(url -> ConfigException.require(
                    url.matches("https?://[^/?#@\\s]+/[^#\\s]*"),
                    "names.resolverUrl",
                    url,
                    "a URL such as https://cds.unistra.fr/cgi-bin/nph-sesame/-oI/SNV?"));
        }
    }

    /**
     * @param signInFor services, apart by commas, that answer nobody who has not signed in
     * @param openIdProviders where users can sign in beside passwords of this gateway
     * @param auditDays how long events of the audit log are kept; 0: for ever
     */
    public record Access(Optional<String> signInFor, List<OpenIdKeys> openIdProviders, int auditDays) {
        public Access {
            openIdProviders = List.copyOf(openIdProviders);
            for (Function<OpenIdKeys, Object> key :
                    List.<Function<OpenIdKeys, Object>>of(OpenIdKeys::id, OpenIdKeys::issuer)) {
                List<Object> values = openIdProviders.stream().map(key).toList();
                ConfigException.require(
                        values.stream().distinct().count() == values.size(),
                        "access.openIdProviders",
                        values,
                        "a list of providers with an id and an issuer of their own each");
            }
            signInFor.ifPresent(list -> ConfigException.require(
                    list.matches("\\s*(tap|sia|vospace)(\\s*,\\s*(tap|sia|vospace))*\\s*"),
                    "access.signInFor",
                    list,
                    "a list of services, apart by commas; there are tap, sia and vospace"));
            ConfigException.require(
                    auditDays == 0 || auditDays >= 30,
                    "access.auditDays",
                    auditDays,
                    "30 or a number above it, or 0 for no end");
        }
    }

    /**
     * @param open whether visitors may ask for accounts
     * @param waiting how many requests may wait for a moderator
     */
    public record Requests(boolean open, int waiting) {
        public Requests {
            Limits.positive("requests.waiting", waiting);
        }
    }

    /** What is in force where nothing is set. */
    public static final GatewayConfig DEFAULTS = new GatewayConfig(
            Path.of("data"),
            "meridian.local",
            new Server("127.0.0.1", 8080, Optional.empty(), Optional.empty()),
            new DatabaseKeys(Optional.empty(), "meridian", Optional.empty(), "meridian_query", Optional.empty()),
            new Limits(
                    1_000_000,
                    100_000_000,
                    600,
                    3600,
                    16384,
                    8,
                    3,
                    10_000,
                    20_000,
                    5,
                    100,
                    10,
                    10,
                    1024,
                    30,
                    8192,
                    32768),
            new JobKeys(Optional.empty(), 4, 3, 2, 1, 10_000, 5000, 20_000, 3600, 21_600, 7, 30, true),
            new Uploads(10, 1_000_000, 256, 1024, 8192, 0, 120, Optional.empty()),
            new Names(Optional.empty()),
            new Access(Optional.empty(), List.of(), 0),
            new GroupKeys(10, Optional.empty(), Optional.empty()),
            new Requests(false, 100),
            UsageKeys.DEFAULT,
            WorkspaceKeys.DEFAULT);

    /** The same with another folder. */
    public GatewayConfig withDataDir(Path folder) {
        return new GatewayConfig(
                folder,
                authority,
                server,
                database,
                limits,
                jobs,
                uploads,
                names,
                access,
                groups,
                requests,
                usage,
                workspaces);
    }

    /** The same with another port. */
    public GatewayConfig withPort(int port) {
        Server moved = new Server(server.host(), port, server.publicUrl(), server.trustedProxies());
        return new GatewayConfig(
                dataDir,
                authority,
                moved,
                database,
                limits,
                jobs,
                uploads,
                names,
                access,
                groups,
                requests,
                usage,
                workspaces);
    }
}
