// SPDX-License-Identifier: Apache-2.0
/** Units of measurement (VOUnits 1.1). Pure; imports nothing of the project. */
@NullMarked
package org.meridian.tap.adql.unit;

import org.jspecify.annotations.NullMarked;
