// SPDX-License-Identifier: Apache-2.0
/** What administrators do with limits. Knows no web and no SQL. */
@NullMarked
package org.meridian.core.usage.admin;

import org.jspecify.annotations.NullMarked;
