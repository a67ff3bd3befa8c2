// SPDX-License-Identifier: Apache-2.0
/**
 * Who asks, and what they may see. Imports nothing else of the project.
 */
@NullMarked
package org.meridian.core.auth;

import org.jspecify.annotations.NullMarked;
