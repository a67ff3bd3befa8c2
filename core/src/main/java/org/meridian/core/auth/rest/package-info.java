// SPDX-License-Identifier: Apache-2.0
/** Signing in over HTTP (SSO 2.0 and the AuthVO draft of 2024), tokens, and who a request comes from. */
@NullMarked
package org.meridian.core.auth.rest;

import org.jspecify.annotations.NullMarked;
