// SPDX-License-Identifier: Apache-2.0
/**
 * Teams, groups that users make themselves, and the links by which others join them. Imports {@code core.auth}, its
 * identities and its store; knows neither SQL nor HTTP.
 */
@NullMarked
package org.meridian.core.auth.team;

import org.jspecify.annotations.NullMarked;
