// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

/** Which rows of a table a subject may see. */
public sealed interface RowFilter {

    /** Every row. */
    record All() implements RowFilter {}

    /** No row. */
    record None() implements RowFilter {}

    /** The rows for which {@code sqlPredicate}, over the table's columns, is true. Made by the policy, never by a user. */
    record Predicate(String sqlPredicate) implements RowFilter {}
}
