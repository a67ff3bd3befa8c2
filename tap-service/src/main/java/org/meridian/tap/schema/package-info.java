// SPDX-License-Identifier: Apache-2.0
/**
 * What tables a TAP service publishes: the model of TAP_SCHEMA and its store.
 */
@NullMarked
package org.meridian.tap.schema;

import org.jspecify.annotations.NullMarked;
