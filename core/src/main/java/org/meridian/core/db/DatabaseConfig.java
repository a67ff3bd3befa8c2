// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which database a gateway uses and how many connections it opens to it. Immutable; every constructor refuses wrong
 * values with an {@link IllegalArgumentException} that names the value.
 *
 * @param server the embedded server or an external one
 * @param pools sizes and time limits of the connection pools
 */
public record DatabaseConfig(Server server, Pools pools) {

    /** Where the data live. */
    public sealed interface Server permits Embedded, External {}

    /**
     * A PostgreSQL server that the gateway starts and stops itself.
     *
     * @param dataDir the gateway's data folder; the database is kept in its sub-folder {@code postgres}, passwords in
     *     a file only its owner can read
     * @param binariesDir where the PostgreSQL programs are unpacked once per version (about 75 MB); may be shared by
     *     several data folders, and must not be writable by people who do not run the gateway
     * @param port TCP port on 127.0.0.1; 0 takes the port of the last run, or any free one
     * @param runAs user under which PostgreSQL runs when the gateway runs as root; empty: PostgreSQL gets a user
     *     namespace of its own, or the start is refused where the system forbids that
     */
    public record Embedded(Path dataDir, Path binariesDir, int port, Optional<String> runAs) implements Server {
        /** Checks the port and makes the paths absolute. */
        public Embedded {
            require(port >= 0 && port <= 65535, "port of the embedded database must be 0 to 65535, not " + port);
            runAs.ifPresent(
                    user -> require(user.matches("[A-Za-z_][A-Za-z0-9_.-]*"), "not the name of a user: " + user));
            dataDir = dataDir.toAbsolutePath().normalize();
            binariesDir = binariesDir.toAbsolutePath().normalize();
        }
    }

    /**
     * A PostgreSQL server (14 or newer) that somebody else runs.
     *
     * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
     * @param owner login that owns the gateway's schemas; it needs CREATE on the database
     * @param queryRole login under which users' queries run; created with this password when it does not exist and the
     *     owner has CREATEROLE
     */
    public record External(String url, Login owner, Login queryRole) implements Server {
        /** Checks the URL and that the two logins differ. */
        public External {
            require(url.startsWith("jdbc:postgresql://"), "the JDBC URL must begin with jdbc:postgresql://");
            require(
                    !owner.user().equals(queryRole.user()),
                    "the query role must be another role than the owner (" + owner.user()
                            + "): users' queries run under it");
        }
    }

    /**
     * Name and password of a database role. The password is not part of {@link #toString()}.
     *
     * @param user name of the role
     * @param password its password
     */
    public record Login(String user, String password) {
        /** Checks that the name is not empty. */
        public Login {
            require(!user.isBlank(), "the name of a database role must not be empty");
        }

        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Limits of the two connection pools.
     *
     * @param maxQueryConnections connections under the query role: the number of users' queries that run at once
     * @param maxOwnerConnections connections under the owner: ingests, metadata, jobs
     * @param maxWait how long a caller waits for a free connection before it is refused
     * @param statementTimeout limit of one statement of a user's query where the caller sets no other
     */
    public record Pools(int maxQueryConnections, int maxOwnerConnections, Duration maxWait, Duration statementTimeout) {
        /** 16 and 8 connections, 10 s of waiting, 10 minutes a statement. */
        public static final Pools DEFAULT = new Pools(16, 8, Duration.ofSeconds(10), Duration.ofMinutes(10));

        /** Checks that everything is positive and bounded. */
        public Pools {
            require(
                    maxQueryConnections >= 1 && maxQueryConnections <= 1000,
                    "query connections must be 1 to 1000, not " + maxQueryConnections);
            require(
                    maxOwnerConnections >= 2 && maxOwnerConnections <= 1000,
                    "owner connections must be 2 to 1000, not " + maxOwnerConnections);
            require(
                    maxWait.toMillis() >= 1 && maxWait.compareTo(Duration.ofHours(1)) <= 0,
                    "the wait for a connection must be 1 ms to 1 hour, not " + maxWait);
            require(
                    statementTimeout.toMillis() >= 1 && statementTimeout.compareTo(Duration.ofDays(20)) <= 0,
                    "the statement timeout must be 1 ms to 20 days, not " + statementTimeout);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
