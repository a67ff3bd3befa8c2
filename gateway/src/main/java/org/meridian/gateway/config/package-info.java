// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway's configuration: {@code conf/gateway.yaml}, environment variables, defaults. Imports nothing of the project.
 */
@NullMarked
package org.meridian.gateway.config;

import org.jspecify.annotations.NullMarked;
