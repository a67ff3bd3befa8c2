// SPDX-License-Identifier: Apache-2.0
/** Web resources of the gateway itself: start page, health, and what holds for every answer. */
@NullMarked
package org.meridian.gateway.rest;

import org.jspecify.annotations.NullMarked;
