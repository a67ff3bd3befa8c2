// SPDX-License-Identifier: Apache-2.0
/**
 * IVOA Support Interfaces (VOSI 1.1): what a service says about itself. May import {@code jakarta.ws.rs} and nothing of
 * any service; what a standard adds to its own capability comes in as a {@link org.meridian.core.vosi.Capability.Extension}.
 */
@NullMarked
package org.meridian.core.vosi;

import org.jspecify.annotations.NullMarked;
