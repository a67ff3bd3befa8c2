// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.lang.management.ManagementFactory;
import org.meridian.core.db.DatabaseConfig;

/** Configuration files of the embedded server. Written anew at each start. */
final class ServerSettings {
    /** Who may log in: all with their password, over the loopback address. No socket is opened for the local line;
     * {@code pg_upgrade} needs it. */
    static final String HBA = """
            # Written by the gateway at each start.
            local all all              scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            """;

    private static final long MB = 1 << 20;

    private ServerSettings() {}

    /**
     * {@code postgresql.conf}.
     *
     * @param port TCP port
     * @param pools sizes of the gateway's pools
     */
    static String configuration(int port, DatabaseConfig.Pools pools) {
        long memoryMb = memoryMb();
        return """
                # Written by the gateway at each start. Your own settings: postgresql.local.conf beside this file.

                # A sixteenth of the machine (128 to 512 MB): the gateway, its clients' tools and the file cache share
                # the rest, and PostgreSQL reads a catalogue through the file cache nearly as fast.
                shared_buffers = %dMB
                # A hint to the planner only; nothing is allocated.
                effective_cache_size = %dMB
                # Per sort or hash of a query (hashes may take twice that); larger ones go to disk.
                work_mem = 16MB
                # Index builds of an ingest; few run at once.
                maintenance_work_mem = 256MB
                autovacuum_work_mem = 64MB
                max_connections = %d
                # Flash storage, or a cached catalogue.
                random_page_cost = 1.1
                # Queries are short or bound by rows sent: compiling them costs more than it saves.
                jit = off

                # No replica and no continuous archiving: then an ingest into a new table writes its rows once, not
                # twice. Committed data are as safe (the files are flushed at commit).
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = 2GB
                checkpoint_timeout = 15min

                timezone = 'UTC'
                log_timezone = 'UTC'
                datestyle = 'iso, ymd'
                # Failed statements are reported by the gateway, not a second time here.
                log_min_messages = log
                log_checkpoints = off
                log_line_prefix = '%%m [%%p] %%u '

                include_if_exists = 'postgresql.local.conf'

                # From here on nothing is open to choice.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                password_encryption = 'scram-sha-256'
                port = %d
                """.formatted(
                        Math.clamp(memoryMb / 16, 128, 512),
                        Math.max(memoryMb / 2, 256),
                        // Beyond the pools: health checks, cancels, migrations, an operator's psql.
                        pools.maxOwnerConnections() + pools.maxQueryConnections() + 20,
                        port);
    }

    private static long memoryMb() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / MB
                : 4096;
    }
}
