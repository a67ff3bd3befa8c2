// SPDX-License-Identifier: Apache-2.0
/**
 * Groups as the IVOA names them, and those of other services (GMS 1.0). Knows neither SQL nor messages of this gateway's
 * clients.
 */
@NullMarked
package org.meridian.core.auth.gms;

import org.jspecify.annotations.NullMarked;
