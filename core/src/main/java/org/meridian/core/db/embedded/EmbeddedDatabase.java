// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import org.meridian.core.db.DatabaseConfig;

/** The embedded server. */
public final class EmbeddedDatabase implements AutoCloseable {
    private EmbeddedDatabase() {}

    /** Starts it. */
    public static EmbeddedDatabase start(DatabaseConfig.Embedded config, DatabaseConfig.Pools pools) {
        throw new UnsupportedOperationException("not yet");
    }

    /** How it is reached. */
    public DatabaseConfig.External access() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void close() {}
}
