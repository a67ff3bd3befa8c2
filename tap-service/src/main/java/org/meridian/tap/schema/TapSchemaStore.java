// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.meridian.core.db.Grants;
import org.meridian.core.db.Migrations;

/**
 * What the database says is published: TAP_SCHEMA (TAP 1.1, section 4), read as a whole and kept until it changes.
 * Several gateways may share the database; each sees the others' changes with its next call. Thread-safe.
 */
public final class TapSchemaStore {
    /** The tables of this module, to be applied before a store is used. */
    public static final Migrations MIGRATIONS = new Migrations("tap", "classpath:org/meridian/tap/db/migration");

    private final DataSource owner;

    /**
     * A store over one database.
     *
     * @param owner connections of the owner of the schemas
     */
    public TapSchemaStore(DataSource owner) {
        this.owner = owner;
    }

    /**
     * Lets users' queries read TAP_SCHEMA itself. To be called once at start, after the migrations.
     *
     * @param grants of the query role
     * @throws IOException if the database fails
     */
    public void publishTapSchema(Grants grants) throws IOException {
        throw new UnsupportedOperationException("publishTapSchema " + grants + owner);
    }

    /**
     * Everything that is published now. Costs one short question to the database where nothing has changed since the last
     * call, a few where something has.
     *
     * @throws IOException if the database cannot be read; the cause is an {@link SQLException}
     */
    public TapSchema snapshot() throws IOException {
        throw new UnsupportedOperationException("snapshot " + owner);
    }
}
