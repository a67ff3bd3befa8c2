// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema changes of one module: Flyway scripts {@code V1__what.sql}, {@code V2__...} in a folder of its class path.
 * Versions count per module: each has a history table of its own, {@code meridian.flyway_MODULE}. The gateway's
 * internal tables live in schema {@value #SCHEMA}, which is the default schema of every script.
 *
 * <p>Applying is idempotent, and safe while other gateways start on the same database: one goes first, the others wait.
 * A script runs in one transaction.
 *
 * @param module short name, lower-case letters, digits and underscores
 * @param location Flyway location, {@code classpath:org/meridian/.../migration}
 */
public record Migrations(String module, String location) {
    /** Schema of the gateway's internal tables; never visible to users' queries. */
    public static final String SCHEMA = "meridian";

    /** The scripts of {@code core}; {@link Database#open} applies them. */
    static final Migrations CORE = new Migrations("core", "classpath:org/meridian/core/db/migration");

    /** Takes, for the connection, the advisory lock under which gateways prepare a database ("meridian" in ASCII). */
    static final String LOCK = "SELECT pg_advisory_lock(x'6d6572696469616e'::bigint)";

    /** Checks the name of the module and the form of the location. */
    public Migrations {
        if (!module.matches("[a-z][a-z0-9_]{0,30}")) {
            throw new IllegalArgumentException("not a module name: " + module);
        }
        if (!location.startsWith("classpath:")) {
            throw new IllegalArgumentException("not a location on the class path: " + location);
        }
    }

    /**
     * Brings this module's tables up to date.
     *
     * @param owner connections of the owner; several are used at once, so that no pool can run dry over it
     * @throws DatabaseException when a script fails or differs from the one applied earlier; nothing of the failed
     *     script remains
     */
    void apply(ConnectionFactory owner) {
        try (Connection lock = owner.open();
                Statement statement = lock.createStatement()) {
            // Flyway locks each history table, but not the creation of schema and table. Freed with the connection.
            statement.execute(LOCK);
            migrate(owner);
        } catch (SQLException | FlywayException e) {
            throw new DatabaseException(
                    "the tables of module " + module + " cannot be brought up to date: " + reason(owner, e), e);
        }
    }

    private static String reason(ConnectionFactory owner, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                boolean denied = "42501".equals(sql.getSQLState());
                return sql.getMessage()
                        + (denied
                                ? ". Let it: GRANT CREATE ON DATABASE ... TO "
                                        + SqlLiteral.identifier(owner.login().user())
                                : "");
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private void migrate(ConnectionFactory owner) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner.url(), owner.login().user(), owner.login().password())
                .locations(location)
                .defaultSchema(SCHEMA)
                .createSchemas(true)
                .table("flyway_" + module)
                // The schema is not empty when a second module comes; its own scripts still begin at V1.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .failOnMissingLocations(true)
                .cleanDisabled(true)
                .load()
                .migrate();
    }
}
