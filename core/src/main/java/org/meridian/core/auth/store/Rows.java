// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.Scope;

/** Columns with arrays. */
final class Rows {

    private Rows() {}

    static String[] texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        try {
            return (String[]) array.getArray();
        } finally {
            array.free();
        }
    }

    /** A scope that this version does not know gives no right. */
    static Set<Scope> scopes(ResultSet row, String column) throws SQLException {
        return Arrays.stream(texts(row, column))
                .flatMap(text -> Scope.parse(text).stream())
                .collect(Collectors.toSet());
    }
}
