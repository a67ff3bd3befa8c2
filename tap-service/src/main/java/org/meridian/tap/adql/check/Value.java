// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.schema.ValueType;

/** A checked expression, what is known of it and where it stands. */
record Value(Expression expression, Metadata metadata, Position position) {

    ValueType type() {
        return expression.type();
    }
}
