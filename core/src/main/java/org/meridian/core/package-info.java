// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.meridian.core;

import org.jspecify.annotations.NullMarked;
