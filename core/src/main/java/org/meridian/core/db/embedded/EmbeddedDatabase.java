// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.DatabaseConfig.Login;
import org.meridian.core.db.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the gateway's own, on a data directory that is kept.
 *
 * <p>Committed data survive any crash of gateway, server or machine. The server listens on 127.0.0.1 only and asks
 * everybody for a password. One gateway per data folder; a server that outlived its gateway is stopped first. The server
 * is not a child of the gateway (a signal to the terminal's programs does not reach it) and must be closed.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final int PORT_ATTEMPTS = 3;

    private final FolderLock lock;
    private final Cluster cluster;
    private final DatabaseConfig.External access;
    private final Thread stopAtExit;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(FolderLock lock, Cluster cluster, DatabaseConfig.External access, Thread stopAtExit) {
        this.lock = lock;
        this.cluster = cluster;
        this.access = access;
        this.stopAtExit = stopAtExit;
    }

    /**
     * Starts the server, first making its data directory where there is none (some seconds), and waits until it takes
     * connections. It is stopped when the JVM ends, also if that happens during the start, until
     * {@link #leaveStopToCaller()}.
     *
     * @param config folders, port and account
     * @param pools sizes of the gateway's pools, for which the server leaves room
     * @return the running server; the caller closes it
     * @throws DatabaseException when another gateway uses the folder, when it belongs to another version of PostgreSQL,
     *     or when the server does not start; nothing is left running or locked
     */
    public static EmbeddedDatabase start(DatabaseConfig.Embedded config, DatabaseConfig.Pools pools) {
        Path dataDir = config.dataDir();
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new DatabaseException(
                    "the data folder " + dataDir + " cannot be made: " + Folders.reason(e, dataDir), e);
        }
        FolderLock lock = FolderLock.acquire(dataDir);
        try {
            return start(config, pools, lock);
        } catch (IOException e) {
            lock.close();
            throw new DatabaseException("the database in " + dataDir + " cannot be started: " + e, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * How the server of another gateway, one that runs on the same folder now, is reached.
     *
     * @param config the folder
     * @return URL and logins; empty when no gateway runs there
     * @throws DatabaseException when the folder cannot be read
     */
    public static Optional<DatabaseConfig.External> running(DatabaseConfig.Embedded config) {
        Path dataDir = config.dataDir();
        Path directory = dataDir.resolve("postgres");
        try {
            if (!Files.exists(directory) || !FolderLock.isHeld(dataDir)) {
                return Optional.empty();
            }
            return Optional.of(access(Cluster.lastPort(directory), Passwords.read(dataDir)));
        } catch (IOException e) {
            throw new DatabaseException("the data folder " + dataDir + " cannot be read: " + e, e);
        }
    }

    private static EmbeddedDatabase start(DatabaseConfig.Embedded config, DatabaseConfig.Pools pools, FolderLock lock)
            throws IOException {
        Path dataDir = config.dataDir();
        Account account = Account.choose(config.runAs());
        Cluster cluster =
                new Cluster(dataDir.resolve("postgres"), PostgresBinaries.unpack(config.binariesDir()), account);
        String version = cluster.programVersion();
        Passwords passwords;
        if (cluster.exists()) {
            DataVersion.require(version, cluster);
            new Leftovers(cluster).end();
            passwords = Passwords.read(dataDir);
        } else {
            passwords = Passwords.generate();
            passwords.write(dataDir);
            cluster.create(passwords);
        }
        Thread stopAtExit = new Thread(() -> stopIfRunning(cluster), "stop-postgresql");
        int port;
        synchronized (cluster) {
            Runtime.getRuntime().addShutdownHook(stopAtExit);
            port = startServer(cluster, config.port(), pools);
        }
        LOG.info("PostgreSQL {} runs on 127.0.0.1:{}, data in {}", version, port, cluster.directory());
        return new EmbeddedDatabase(lock, cluster, access(port, passwords), stopAtExit);
    }

    /** At the end of the JVM; waits for a start that has begun. */
    private static void stopIfRunning(Cluster cluster) {
        synchronized (cluster) {
            if (Files.exists(cluster.directory().resolve("postmaster.pid"))) {
                cluster.stop();
            }
        }
    }

    /**
     * From now on the caller sees to it that this is closed before the JVM ends; a gateway does, after its last answers.
     * Does nothing when the JVM is ending already.
     */
    public void leaveStopToCaller() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending already", e);
        }
    }

    private static DatabaseConfig.External access(int port, Passwords passwords) {
        return new DatabaseConfig.External(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.OWNER,
                new Login(Cluster.OWNER, passwords.owner()),
                new Login(Cluster.QUERY, passwords.query()));
    }

    private static int startServer(Cluster cluster, int wanted, DatabaseConfig.Pools pools) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = choosePort(cluster, wanted);
            try {
                cluster.start(port, pools);
                return port;
            } catch (DatabaseException e) {
                // Somebody may have taken the port between the look and the start.
                if (wanted != 0 || isFree(port) || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int choosePort(Cluster cluster, int wanted) throws IOException {
        if (wanted != 0) {
            if (!isFree(wanted)) {
                throw new DatabaseException("port " + wanted
                        + ", configured for the embedded database, is in use. Configure another, or 0 for any.");
            }
            return wanted;
        }
        int last = Cluster.lastPort(cluster.directory());
        if (last > 0 && isFree(last)) {
            return last;
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        }
    }

    /**
     * How the server is reached: the same way as one that somebody else runs.
     *
     * @return URL and logins
     */
    public DatabaseConfig.External access() {
        return access;
    }

    /** Stops the server in good order (about 0.1 s when idle) and lets others have the folder. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            leaveStopToCaller();
            try {
                cluster.stop();
            } finally {
                lock.close();
            }
        }
    }
}
