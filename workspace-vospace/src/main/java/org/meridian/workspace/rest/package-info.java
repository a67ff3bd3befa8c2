// SPDX-License-Identifier: Apache-2.0
/** The space over HTTP: VOSpace's documents and resources, and files by their own addresses. */
@NullMarked
package org.meridian.workspace.rest;

import org.jspecify.annotations.NullMarked;
