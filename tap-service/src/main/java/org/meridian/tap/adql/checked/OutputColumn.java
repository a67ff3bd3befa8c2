// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.checked;

import org.meridian.core.votable.Field;

/**
 * A column of a query's result.
 *
 * @param expression what is computed; carries the type
 * @param field name and metadata for the result: those of the column where the expression is one, else derived (unit, UCD
 *     where they survive the operation)
 */
public record OutputColumn(Expression expression, Field field) {}
