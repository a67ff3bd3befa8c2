// SPDX-License-Identifier: Apache-2.0
/**
 * The scan of an archive's folder: which files there are, and what the headers of each say of the dataset in it. Imports
 * {@code core}, {@code obscore} and {@code store}; knows neither SQL nor HTTP.
 */
@NullMarked
package org.meridian.sia.scan;

import org.jspecify.annotations.NullMarked;
