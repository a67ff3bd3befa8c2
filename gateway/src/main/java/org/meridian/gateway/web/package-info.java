// SPDX-License-Identifier: Apache-2.0
/** The web server: the only package that knows Jetty. Hands requests to JAX-RS resources it is given. */
@NullMarked
package org.meridian.gateway.web;

import org.jspecify.annotations.NullMarked;
