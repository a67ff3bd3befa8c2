// SPDX-License-Identifier: Apache-2.0
/** The REST binding of UWS 1.1 (section 2.2), for any service: {@link org.meridian.core.uws.rest.JobsResource}. */
@NullMarked
package org.meridian.core.uws.rest;

import org.jspecify.annotations.NullMarked;
