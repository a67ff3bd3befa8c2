// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

/** A value or a condition: what may stand between parentheses. */
public sealed interface SyntaxNode permits ValueExpression, SearchCondition {

    /** Where it begins; of an operator: where the operator stands. */
    Position position();
}
