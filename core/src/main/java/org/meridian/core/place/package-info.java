// SPDX-License-Identifier: Apache-2.0
/** Where files of users are, for services that read and write them; knows no service. Imports {@code auth} and {@code dali}. */
@NullMarked
package org.meridian.core.place;

import org.jspecify.annotations.NullMarked;
