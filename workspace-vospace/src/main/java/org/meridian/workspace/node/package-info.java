// SPDX-License-Identifier: Apache-2.0
/** What a VOSpace consists of, as values: paths, identifiers, nodes, properties. Imports no other package of the project. */
@NullMarked
package org.meridian.workspace.node;

import org.jspecify.annotations.NullMarked;
