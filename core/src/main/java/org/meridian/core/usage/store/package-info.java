// SPDX-License-Identifier: Apache-2.0
/** Counts and limits in PostgreSQL. */
@NullMarked
package org.meridian.core.usage.store;

import org.jspecify.annotations.NullMarked;
