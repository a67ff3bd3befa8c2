// SPDX-License-Identifier: Apache-2.0
/**
 * Row streams and the tables written from them (VOTable 1.4 and 1.5, CSV, TSV, JSON, text, FITS). STIL lives behind
 * this package. Imports nothing of the project but {@code core.dali}.
 */
@NullMarked
package org.meridian.core.votable;

import org.jspecify.annotations.NullMarked;
