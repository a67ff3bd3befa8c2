// SPDX-License-Identifier: Apache-2.0
/** Signing in: passwords, tokens, and who a request comes from. Knows neither SQL nor HTTP messages but their headers' texts. */
@NullMarked
package org.meridian.core.auth.identity;

import org.jspecify.annotations.NullMarked;
