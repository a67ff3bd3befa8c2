// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.team;

import java.util.Optional;

/**
 * Who does something with teams.
 *
 * @param name of his account
 * @param administrator whether he acts as an administrator of the gateway, who may do what owners may
 * @param address from where; empty on this machine
 */
public record Actor(String name, boolean administrator, Optional<String> address) {}
