// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import org.meridian.core.auth.AccessRequest.State;
import org.meridian.core.auth.request.AccessRequests;

/**
 * How many requests for accounts wait, on the page of each moderator. Immutable.
 *
 * @param requests all of them
 */
public record ModerationSection(AccessRequests requests) implements AccountSection {

    @Override
    public String html(String root, String account) {
        if (!requests.isModerator(account)) {
            return "";
        }
        int waiting = requests.list(State.WAITING).size();
        if (waiting == 0 && !requests.isOpen()) {
            return "";
        }
        return """
                <section class="card" aria-labelledby="moderation-title">
                  <h2 id="moderation-title">Requests for accounts</h2>
                  <p>%s</p>
                </section>
                """.formatted(
                        waiting == 0
                                ? "None waits."
                                : "<a href=\"" + escaped(root + ModerationPages.ROOT) + "\">"
                                        + Html.count(waiting, "request") + "</a> for you to decide.");
    }
}
