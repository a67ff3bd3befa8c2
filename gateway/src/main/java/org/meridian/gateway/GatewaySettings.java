// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.openid.OpenIdProvider;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.usage.UsageMeter;
import org.meridian.core.uws.JobLimits;
import org.meridian.gateway.config.TrustedProxies;
import org.meridian.tap.query.QueryLimits;
import org.meridian.tap.upload.UploadLimits;
import org.meridian.workspace.rights.Allowance;

/**
 * Everything a {@link Gateway} needs to know, already checked. Immutable.
 *
 * @param web where it listens and how it is reached
 * @param dataDir folder for everything the gateway keeps; made if absent
 * @param database which database it uses
 * @param queries what they may use and bring along
 * @param delivery how answers reach slow clients
 * @param jobs asynchronous jobs
 * @param access who may use which service
 * @param groups that users are in, here and elsewhere
 * @param requests whether visitors may ask for accounts
 * @param usage how much may be used in a day or month
 * @param workspaces files of users
 */
public record GatewaySettings(
        Web web,
        Path dataDir,
        DatabaseConfig database,
        Queries queries,
        Delivery delivery,
        Jobs jobs,
        Access access,
        Groups groups,
        AccessRequests.Rules requests,
        UsageMeter.Settings usage,
        Workspaces workspaces) {

    public GatewaySettings {
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /** Whether who is known by an address alone sees the jobs made from it: behind a proxy all have the proxy's. */
    boolean listsJobsByAddress() {
        return jobs.listByAddress() && web.publicBaseUrl().isEmpty();
    }

    /**
     * The web side.
     *
     * @param host name or address of the interface to listen on, such as {@code 127.0.0.1} or {@code 0.0.0.0}
     * @param port 1 to 65535, or 0 for any free one
     * @param publicBaseUrl how clients reach the gateway where that differs from what they write into the Host header,
     *     such as {@code https://archive.example.org/vo} behind a reverse proxy; without query and trailing slash
     * @param maxRequestBytes size of a request body at most
     * @param shutdownGrace how long running answers may finish at a stop before they are cancelled
     * @param trustedProxies proxies whose word on a client's address is taken
     * @param bodyWait for how long the body of a request may come too slowly, or not at all
     */
    public record Web(
            String host,
            int port,
            Optional<URI> publicBaseUrl,
            long maxRequestBytes,
            Duration shutdownGrace,
            TrustedProxies trustedProxies,
            Duration bodyWait) {
        public Web {
            require(!host.isBlank(), "host must not be empty");
            require(port >= 0 && port <= 65535, "port must be between 0 and 65535");
            require(maxRequestBytes > 0, "request size must be positive");
            require(!shutdownGrace.isNegative(), "shutdown grace must not be negative");
            require(bodyWait.isPositive(), "time to wait for a body must be positive");
            publicBaseUrl.ifPresent(Web::requireBase);
        }

        /** On this machine's loopback interface, with the usual limits. */
        public static Web local(int port) {
            return new Web(
                    "127.0.0.1",
                    port,
                    Optional.empty(),
                    4L << 20,
                    Duration.ofSeconds(5),
                    TrustedProxies.NONE,
                    Duration.ofSeconds(30));
        }

        private static void requireBase(URI base) {
            String scheme = Optional.ofNullable(base.getScheme()).orElse("");
            require(
                    scheme.equals("http") || scheme.equals("https"),
                    "public base URL must begin with http:// or https://");
            require(base.getHost() != null, "public base URL must name a host");
            require(
                    base.getRawQuery() == null && base.getRawFragment() == null && base.getRawUserInfo() == null,
                    "public base URL must have neither query nor fragment nor user");
            require(!base.toString().endsWith("/"), "public base URL must not end with a slash");
        }
    }

    /**
     * Between the engine, which is never held up, and a client that may be slow.
     *
     * @param memoryBytes bytes of one answer kept in memory before a spool file is begun
     * @param spoolBytesPerAnswer size of one spool file at most
     * @param spoolBytesTotal size of all spool files together at most
     * @param clientTime how long a client may take to read an answer after the engine has finished
     */
    public record Delivery(int memoryBytes, long spoolBytesPerAnswer, long spoolBytesTotal, Duration clientTime) {
        /** Limits fit for a small machine. */
        public static final Delivery DEFAULT = new Delivery(4 << 20, 4L << 30, 16L << 30, Duration.ofMinutes(30));

        public Delivery {
            require(memoryBytes > 0, "memory of an answer must be positive");
            require(spoolBytesPerAnswer >= 0, "spool quota must not be negative");
            require(spoolBytesTotal >= spoolBytesPerAnswer, "total spool quota must not be below that of one answer");
            require(clientTime.isPositive(), "client time must be positive");
        }
    }

    /**
     * Who may use which service.
     *
     * @param signInFor services, by the first segments of their paths, that answer nobody who has not signed in
     * @param providers OpenID providers where users can sign in, none twice
     * @param auditKept how long events of the audit log are kept, 30 days or more; empty: for ever
     */
    public record Access(Set<String> signInFor, List<OpenIdProvider> providers, Optional<Duration> auditKept) {
        private static final long LEAST_AUDIT_DAYS = 30;

        /** Everybody may use every service; users have passwords of this gateway. */
        public static final Access OPEN = new Access(Set.of(), List.of(), Optional.empty());

        public Access {
            signInFor = Set.copyOf(signInFor);
            providers = List.copyOf(providers);
            require(
                    providers.stream().map(OpenIdProvider::id).distinct().count() == providers.size()
                            && providers.stream()
                                            .map(OpenIdProvider::issuer)
                                            .distinct()
                                            .count()
                                    == providers.size(),
                    "each OpenID provider has an id and an issuer of its own");
            require(
                    auditKept.map(Duration::toDays).orElse(LEAST_AUDIT_DAYS) >= LEAST_AUDIT_DAYS,
                    "events of the audit log are kept for " + LEAST_AUDIT_DAYS + " days or more");
        }
    }

    /**
     * Groups that users are in.
     *
     * @param teamsPerUser how many groups of his own a user may make; 0 for none
     * @param identifier IVOID of this gateway's group membership service, such as {@code ivo://example.org/gms}
     * @param remoteServices access URLs of the search of other such services, by their IVOIDs
     */
    public record Groups(int teamsPerUser, Optional<String> identifier, Map<String, URI> remoteServices) {
        /** Some teams for everybody. */
        public static final Groups DEFAULT = new Groups(10, Optional.empty(), Map.of());

        public Groups {
            remoteServices = Map.copyOf(remoteServices);
            require(teamsPerUser >= 0, "teams of a user must not be negative");
        }
    }

    /**
     * Asynchronous jobs.
     *
     * @param limits what they may use
     * @param folder where their files are; empty for a folder in the data folder
     * @param listByAddress whether anonymous clients see the jobs created from their network address in the list
     */
    public record Jobs(JobLimits limits, Optional<Path> folder, boolean listByAddress) {
        /** Limits fit for a small machine. */
        public static final Jobs DEFAULT = new Jobs(JobLimits.DEFAULT, Optional.empty(), true);
    }

    /**
     * Files of users.
     *
     * @param folder where they are; empty for a folder in the data folder
     * @param trash how long what was deleted can be had again
     * @param allowance how much room users and teams have
     * @param longestShare how long a share link may be good; zero if there are none
     * @param versions what is kept of files that are replaced
     */
    public record Workspaces(
            Optional<Path> folder, Duration trash, Allowance allowance, Duration longestShare, Versions versions) {

        /**
         * What is kept of files that are replaced.
         *
         * @param most versions of one file; 0 for none
         * @param kept for how long
         */
        public record Versions(int most, Duration kept) {
            /** Nothing. */
            public static final Versions NONE = new Versions(0, Duration.ofDays(30));

            public Versions {
                require(most >= 0, "the number of versions must not be negative");
                require(kept.isPositive(), "time of versions must be positive");
            }
        }

        /** In the data folder, with a month to think again. */
        public static final Workspaces DEFAULT = new Workspaces(
                Optional.empty(), Duration.ofDays(30), Allowance.UNLIMITED, Duration.ofDays(90), Versions.NONE);

        public Workspaces {
            require(trash.isPositive(), "time in the trash must be positive");
            require(!longestShare.isNegative(), "time of share links must not be negative");
        }
    }

    /**
     * What queries may use and bring along.
     *
     * @param limits time, rows and the like
     * @param uploads tables that come with them
     * @param nameResolver whom they may ask where an object is; see {@link org.meridian.tap.query.SesameResolver}
     */
    public record Queries(QueryLimits limits, Uploading uploads, Optional<URI> nameResolver) {}

    /**
     * Tables that come with queries.
     *
     * @param limits how many and how large
     * @param totalBytes disk space for all that are being received or loaded
     * @param clientBytes disk space for those of one client among them
     * @param fetchTime how long fetching one by URL may take
     * @param allowedHosts hosts that may be fetched from although their addresses are not public
     */
    public record Uploading(
            UploadLimits limits, long totalBytes, long clientBytes, Duration fetchTime, Set<String> allowedHosts) {
        /** Limits fit for a small machine. */
        public static final Uploading DEFAULT = new Uploading(
                new UploadLimits(10, 1_000_000, 256L << 20, 1L << 30),
                8L << 30,
                4L << 30,
                Duration.ofMinutes(2),
                Set.of());

        public Uploading {
            allowedHosts = Set.copyOf(allowedHosts);
            require(totalBytes >= limits.unpackedBytes(), "disk space for uploads must not be below that of one table");
            require(
                    clientBytes >= limits.unpackedBytes(),
                    "disk space of a client must not be below that of one table");
            require(fetchTime.isPositive(), "fetch time must be positive");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
