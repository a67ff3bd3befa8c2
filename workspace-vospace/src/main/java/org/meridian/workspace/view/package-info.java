// SPDX-License-Identifier: Apache-2.0
/**
 * Forms other than their own in which files can be had: headers, columns, rows, pictures, other formats. What a file says of
 * itself is not believed before it was looked at. Imports {@code node}, {@code pack} and core; knows no web type.
 */
@NullMarked
package org.meridian.workspace.view;

import org.jspecify.annotations.NullMarked;
