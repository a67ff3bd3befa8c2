// SPDX-License-Identifier: Apache-2.0
/**
 * The tables a demonstration starts with: two small real catalogues and a generated survey.
 */
@NullMarked
package org.meridian.tap.ingest.demo;

import org.jspecify.annotations.NullMarked;
