// SPDX-License-Identifier: Apache-2.0
/** The archive's files: which of them a caller may know of, and their bytes. Imports {@code obscore} and {@code store}. */
@NullMarked
package org.meridian.sia.archive;

import org.jspecify.annotations.NullMarked;
