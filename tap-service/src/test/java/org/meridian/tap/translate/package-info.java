// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.meridian.tap.translate;

import org.jspecify.annotations.NullMarked;
