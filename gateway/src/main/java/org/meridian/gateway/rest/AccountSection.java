// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

/** A part of the page of an account. Thread-safe. */
@FunctionalInterface
public interface AccountSection {

    /**
     * The part as HTML; empty if there is nothing in it for this user.
     *
     * @param root path of the gateway's root, without trailing slash
     * @param account name of the user whose page it is
     */
    String html(String root, String account);
}
