// SPDX-License-Identifier: Apache-2.0
/** Runs jobs: {@link org.meridian.core.uws.run.Jobs} is what a service holds. Knows no web and no SQL. */
@NullMarked
package org.meridian.core.uws.run;

import org.jspecify.annotations.NullMarked;
