// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.Optional;

/**
 * Which children of a container are wanted. Immutable.
 *
 * @param from the first name, or those after it if there is none of that name; empty for the first of all
 * @param limit how many at most
 * @param descending whether the last name comes first
 */
public record Page(Optional<String> from, int limit, boolean descending) {}
