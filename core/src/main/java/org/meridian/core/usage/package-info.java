// SPDX-License-Identifier: Apache-2.0
/**
 * What accounts use, and how much they may: services report to a {@link org.meridian.core.usage.Meter} and ask it before they
 * spend. Knows no service, no web and, but for its {@code store}, no SQL.
 */
@NullMarked
package org.meridian.core.usage;

import org.jspecify.annotations.NullMarked;
