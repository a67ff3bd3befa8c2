// SPDX-License-Identifier: Apache-2.0
/**
 * Asynchronous jobs (UWS 1.1): what a job is, and what a service implements to have its jobs run. Knows neither database nor
 * web: {@code store} keeps jobs, {@code run} runs them, {@code rest} shows them.
 */
@NullMarked
package org.meridian.core.uws;

import org.jspecify.annotations.NullMarked;
