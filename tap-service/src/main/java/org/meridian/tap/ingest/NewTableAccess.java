// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRules;
import org.meridian.tap.schema.TapTable;

/** Who may read a table that an ingest makes. */
final class NewTableAccess {
    private NewTableAccess() {}

    /**
     * The rule asked for, or that of the table in whose place the new one comes; empty for everybody.
     *
     * @throws IngestException if the rule of the old table cannot be told
     */
    static Optional<AccessRule.Restricted> of(Connection connection, IngestRequest request)
            throws SQLException, IngestException {
        if (request.options().access().isPresent()) {
            return request.options().access();
        }
        Optional<AccessRule> old = Optional.ofNullable(
                AccessRules.read(connection).get(request.table().toString()));
        if (old.isEmpty()) {
            return Optional.empty();
        }
        return switch (old.get()) {
            case AccessRule.Restricted restricted -> Optional.of(restricted);
            case AccessRule.Unenforced unenforced ->
                throw new IngestException("the database does not keep the access rule of " + request.table()
                        + " as it stands; say who may read the new table");
        };
    }

    /**
     * Gives a table its rule, before queries may read it.
     *
     * @throws IngestException if the rule does not fit its columns
     */
    static void restrict(Connection connection, TapTable table, AccessRule.Restricted rule)
            throws SQLException, IngestException {
        try {
            AccessRules.write(connection, table, rule);
        } catch (UsageFault e) {
            throw new IngestException(e.message(), e);
        }
    }
}
