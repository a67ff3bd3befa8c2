// SPDX-License-Identifier: Apache-2.0
/** Links to files over HTTP: making, listing and revoking them, and the bytes that they show. */
@NullMarked
package org.meridian.workspace.share.rest;

import org.jspecify.annotations.NullMarked;
