// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.List;
import java.util.Set;

/**
 * Somebody who asks.
 *
 * @param name of his account
 * @param groups he is in
 * @param headers of his requests: names and values in turn
 */
public record Visitor(String name, Set<String> groups, List<String> headers) {}
