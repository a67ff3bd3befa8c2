// SPDX-License-Identifier: Apache-2.0
/** What services need of HTTP beyond JAX-RS, in terms that know no server. Imports {@code core.dali} only. */
@NullMarked
package org.meridian.core.http;

import org.jspecify.annotations.NullMarked;
