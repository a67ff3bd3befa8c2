// SPDX-License-Identifier: Apache-2.0
/**
 * Measures a running gateway from outside, each figure beside what the database alone needs for the same rows. Starts
 * the gateway as its users do, and knows of its inside only how to turn ADQL into the SQL that both run.
 */
@NullMarked
package org.meridian.bench;

import org.jspecify.annotations.NullMarked;
