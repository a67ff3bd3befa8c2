// SPDX-License-Identifier: Apache-2.0
/**
 * A model of workspaces in memory, what is asked of a gateway through its doors, and the comparison of both. Knows a gateway by
 * its address and its folder alone.
 */
@NullMarked
package org.meridian.gateway.model;

import org.jspecify.annotations.NullMarked;
