// SPDX-License-Identifier: Apache-2.0
/** Temporary files with quotas. Imports nothing of the project. */
@NullMarked
package org.meridian.core.votable.spool;

import org.jspecify.annotations.NullMarked;
