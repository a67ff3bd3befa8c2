// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import org.meridian.tap.adql.AdqlException;

/** Which functions beyond the recommendation's a query may name while it is read. */
@FunctionalInterface
public interface FunctionNames {
    /** All. */
    FunctionNames ANY = name -> {};

    /** Throws at the name's position if it may not be called. */
    void require(Identifier name) throws AdqlException;
}
