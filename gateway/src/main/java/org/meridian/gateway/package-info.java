// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.meridian.gateway;

import org.jspecify.annotations.NullMarked;
