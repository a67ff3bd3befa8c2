// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.sql.SQLException;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.DatabaseConfig.External;
import org.meridian.core.db.DatabaseConfig.Login;
import org.meridian.core.db.DatabaseConfig.Pools;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.QuerySession.Access;

/** A gateway on somebody else's server, for a test that kills it in the middle of a query that sends no row. */
public final class LonelyQuery {
    private LonelyQuery() {}

    /** Arguments: URL, owner, password, query role, password. */
    public static void main(String[] arguments) throws SQLException {
        External server = new External(
                arguments[0], new Login(arguments[1], arguments[2]), new Login(arguments[3], arguments[4]));
        try (Database database = Database.open(new DatabaseConfig(server, Pools.DEFAULT));
                QuerySession session = database.session(Access.READ_ONLY)) {
            System.out.println("ready " + session.backendPid());
            session.execute("SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS s");
        }
    }
}
