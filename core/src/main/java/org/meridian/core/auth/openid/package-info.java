// SPDX-License-Identifier: Apache-2.0
/**
 * OpenID providers (OpenID Connect Core 1.0): signing in there, their word on sessions and groups, their access tokens. The only
 * package that knows the Nimbus SDK; it knows neither SQL nor HTTP messages of this gateway.
 */
@NullMarked
package org.meridian.core.auth.openid;

import org.jspecify.annotations.NullMarked;
