// SPDX-License-Identifier: Apache-2.0
/** Who may do what with which node, and why. Pure functions over what is known of a path. Imports {@code node} and {@code core.auth}. */
@NullMarked
package org.meridian.workspace.rights;

import org.jspecify.annotations.NullMarked;
