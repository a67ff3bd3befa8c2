// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import java.util.List;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.team.Teams;

/**
 * The teams that a user is in, and a form to make one. Immutable.
 *
 * @param teams all of them
 */
public record TeamsSection(Teams teams) implements AccountSection {

    /** What somebody has typed into the form. */
    record Draft(String name, String description) {
        static final Draft EMPTY = new Draft("", "");
    }

    @Override
    public String html(String root, String account) {
        return html(root, account, Draft.EMPTY);
    }

    String html(String root, String account, Draft draft) {
        List<Team> mine = teams.of(account);
        return """
                <section class="card" aria-labelledby="teams-title" id="teams">
                  <h2 id="teams-title">Teams</h2>
                  <p class="muted">Groups that users make themselves. What is shared with a team is open to everybody in it.</p>
                %s%s</section>
                """.formatted(
                Html.table("You are in no team.", List.of("Team", "You are", "In it"), mine, team -> """
                                <td><strong>%1$s</strong>%2$s</td><td>%3$s</td><td>%4$s</td><td><a href="%5$s">Open</a></td>""".formatted(
                                escaped(team.name()),
                                team.description().isEmpty()
                                        ? ""
                                        : "<br><span class=\"muted\">" + escaped(team.description()) + "</span>",
                                team.role(account).map(Team.Role::text).orElse(""),
                                Html.count(team.members().size(), "user"),
                                escaped(root + TeamPages.path(team.name())))),
                form(root, account, draft));
    }

    private String form(String root, String account, Draft draft) {
        Teams.Quota quota = teams.quota(account);
        if (quota.limit() == 0) {
            return "";
        }
        if (quota.used() >= quota.limit()) {
            return "<p class=\"muted\">You have made " + quota.used() + " teams of " + quota.limit()
                    + " that you may.</p>\n";
        }
        return """
                  <details%5$s>
                    <summary>Make a team</summary>
                    <form method="post" action="%1$s" class="stack">
                      <label>Name: %2$s
                        <span class="prefixed"><span>%3$s~</span><input name="name" value="%4$s" minlength="2" maxlength="32" required autocapitalize="none" spellcheck="false"></span></label>
                      <label>What it is for
                        <input name="description" value="%6$s" maxlength="%7$d"></label>
                      <button type="submit">Make team</button>
                    </form>
                  </details>
                """.formatted(
                        escaped(root + TeamPages.ROOT),
                        escaped(Team.ownNameRule()),
                        escaped(account),
                        escaped(draft.name),
                        draft.equals(Draft.EMPTY) ? "" : " open",
                        escaped(draft.description),
                        Teams.LONGEST_DESCRIPTION);
    }
}
