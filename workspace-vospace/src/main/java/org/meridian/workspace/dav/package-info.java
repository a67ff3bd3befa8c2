// SPDX-License-Identifier: Apache-2.0
/**
 * The space as folders of WebDAV (RFC 4918, class 1 and 2): the same nodes, rights and bytes as by VOSpace. Imports {@code
 * space} and what that imports, and of {@code rest} what both doors have in common.
 */
@NullMarked
package org.meridian.workspace.dav;

import org.jspecify.annotations.NullMarked;
