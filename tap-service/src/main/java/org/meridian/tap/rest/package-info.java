// SPDX-License-Identifier: Apache-2.0
/**
 * The web side of TAP 1.1: resources, parameters, documents. The only package of this module that may import
 * {@code jakarta.ws.rs}; it knows no SQL.
 */
@NullMarked
package org.meridian.tap.rest;

import org.jspecify.annotations.NullMarked;
