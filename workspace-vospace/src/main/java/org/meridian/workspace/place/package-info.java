// SPDX-License-Identifier: Apache-2.0
/** Files of a space for the gateway's other services. Imports {@code space}, {@code store} and {@code node}. */
@NullMarked
package org.meridian.workspace.place;

import org.jspecify.annotations.NullMarked;
