// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.ConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.PooledObject;

/**
 * A pool that tests a connection only when it has rested for a while: under load the round trip would be a tenth of what
 * a small query costs, and a connection used a moment ago is as good as tested.
 */
final class RestTestedDataSource extends BasicDataSource {
    /** Rest after which a connection is tested. */
    static final Duration REST = Duration.ofMillis(500);

    @Override
    protected PoolableConnectionFactory createPoolableConnectionFactory(ConnectionFactory connections)
            throws SQLException {
        PoolableConnectionFactory factory = new RestTested(connections);
        factory.setConnectionInitSql(getConnectionInitSqls());
        factory.setValidationQueryTimeout(getValidationQueryTimeoutDuration());
        validateConnectionFactory(factory);
        return factory;
    }

    private static final class RestTested extends PoolableConnectionFactory {
        RestTested(ConnectionFactory connections) {
            super(connections, null);
        }

        @Override
        public boolean validateObject(PooledObject<PoolableConnection> pooled) {
            return pooled.getIdleDuration().compareTo(REST) < 0 || super.validateObject(pooled);
        }
    }
}
