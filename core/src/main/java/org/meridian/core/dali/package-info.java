// SPDX-License-Identifier: Apache-2.0
/**
 * Rules common to the data access protocols (DALI 1.1): request parameters, faults, timestamps, the examples document.
 * Imports nothing of the project.
 */
@NullMarked
package org.meridian.core.dali;

import org.jspecify.annotations.NullMarked;
