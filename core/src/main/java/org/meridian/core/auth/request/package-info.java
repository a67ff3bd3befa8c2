// SPDX-License-Identifier: Apache-2.0
/**
 * Requests for accounts, which moderators decide. Imports {@code core.auth}, its identities and its store; knows neither SQL
 * nor HTTP.
 */
@NullMarked
package org.meridian.core.auth.request;

import org.jspecify.annotations.NullMarked;
