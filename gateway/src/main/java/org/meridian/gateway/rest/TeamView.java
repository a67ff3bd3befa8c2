// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;
import static org.meridian.gateway.rest.Page.moment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.meridian.core.auth.Invitation;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.Team.Member;
import org.meridian.core.auth.Team.Role;
import org.meridian.core.auth.team.Invitations;

/**
 * The page of a team as one of its members sees it. Immutable.
 *
 * @param root path of the gateway's root, without trailing slash
 * @param team which
 * @param account who looks
 */
record TeamView(String root, Team team, String account) {

    /** What whoever looks may do. */
    Role role() {
        return team.role(account).orElse(Role.MEMBER);
    }

    /** @param invitations the good links, for those who may see them */
    String html(List<Invitation> invitations) {
        return about() + memberSection() + (role().invites() ? invitationSection(invitations) : "") + ending();
    }

    /** The text of a new link, which nobody sees again. */
    static String shownOnce(Invitation invitation, String url) {
        return """
                <section class="card made" role="status" aria-labelledby="made-title">
                  <h2 id="made-title">Your new link into %s</h2>
                  <p>Copy it now and give it to whom you invite: it is not kept, and not shown again.</p>
                  <pre class="secret"><code>%s</code></pre>
                  <p class="muted">Good for %s, until %s. Whoever has it can join.</p>
                </section>
                """.formatted(
                        escaped(invitation.team()),
                        escaped(url),
                        Html.count(invitation.usesLeft(), "user"),
                        moment(invitation.expires()));
    }

    private String path(String below) {
        return root + TeamPages.path(team.name()) + below;
    }

    private String about() {
        String description =
                team.description().isEmpty() ? "" : "<p class=\"said\">" + escaped(team.description()) + "</p>\n";
        return """
                <p class="hint"><a href="%s">Your account</a></p>
                <section class="card" aria-label="About the team">
                  %s<dl class="facts">
                    <dt>You are</dt><dd>%s</dd>
                    <dt>Since</dt><dd>%s</dd>
                  </dl>
                </section>
                """.formatted(
                        escaped(root + "/account"),
                        description,
                        team.role(account).map(Role::text).orElse("not in it"),
                        moment(team.created()));
    }

    private String memberSection() {
        return """
                <section class="card" aria-labelledby="members-title">
                  <h2 id="members-title">Who is in it</h2>
                %s  <p class="muted">Owners do everything. Admins invite, and put out members. Members are in it.</p>
                </section>
                """.formatted(Html.table(
                "Nobody.", List.of("User", "Is", "Since"), team.members(), member -> """
                        <td>%s</td><td>%s</td><td>%s</td><td>%s</td>""".formatted(
                        escaped(member.account()),
                        role().rules() ? roleForm(member) : member.role().text(),
                        moment(member.joined()),
                        removal(member))));
    }

    private String roleForm(Member member) {
        String options = Arrays.stream(Role.values())
                .map(role -> "<option%s>%s</option>".formatted(role == member.role() ? " selected" : "", role.text()))
                .collect(Collectors.joining());
        return """
                <form method="post" action="%s" class="inline"><select name="role" aria-label="What %s is">%s</select> <button type="submit" class="quiet">Change</button></form>""".formatted(
                        escaped(path("/members/" + member.account() + "/role")), escaped(member.account()), options);
    }

    private String removal(Member member) {
        if (member.account().equals(account)) {
            return "you";
        }
        return role().putsOut(member.role())
                ? Html.button(path("/members/" + member.account() + "/remove"), "Put out")
                : "";
    }

    private String invitationSection(List<Invitation> invitations) {
        return """
                <section class="card" aria-labelledby="invitations-title">
                  <h2 id="invitations-title">Invitations</h2>
                %s  <details%s>
                    <summary>Make a link by which others join</summary>
                    <form method="post" action="%s" class="stack">
                      <label>How many may join by it
                        <input type="number" name="uses" value="1" min="1" max="%d" required></label>
                      <label>Good for how many days
                        <input type="number" name="days" value="%d" min="1" max="%d" required></label>
                      <button type="submit">Make link</button>
                    </form>
                  </details>
                </section>
                """.formatted(
                        Html.table(
                                "There is no link that is good.",
                                List.of("Link of", "Made", "Good until", "For still"),
                                invitations,
                                invitation -> """
                                <td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>""".formatted(
                                        escaped(invitation.inviter()),
                                        moment(invitation.created()),
                                        moment(invitation.expires()),
                                        Html.count(invitation.usesLeft(), "user"),
                                        Html.button(path("/invitations/" + invitation.id() + "/revoke"), "Revoke"))),
                        invitations.isEmpty() ? " open" : "",
                        escaped(path("/invitations")),
                        Invitations.MOST_USES,
                        Invitations.DEFAULT_DAYS,
                        Invitations.MOST_DAYS);
    }

    private String ending() {
        String leave =
                team.role(account).isEmpty() ? "" : "<a href=\"" + escaped(path("/leave")) + "\">Leave the team</a>";
        String delete = role().rules() ? "<a href=\"" + escaped(path("/delete")) + "\">Delete the team</a>" : "";
        return "<p class=\"ways\">" + leave + delete + "</p>\n";
    }

    /** Asks whether somebody means to leave. */
    String leaving() {
        return confirmation(
                "You will not be in <strong>%s</strong> any more, and have nothing of what is shared with it. To come back you need another invitation.",
                "/members/" + account + "/remove", "Leave");
    }

    /** Asks whether somebody means to delete the team. */
    String deleting() {
        return confirmation(
                "<strong>%s</strong> will be gone for everybody in it ("
                        + Html.count(team.members().size(), "user")
                        + "), its links too; what is shared with it is shared with nobody then. This cannot be undone, and no other team can have its name.",
                "/delete",
                "Delete");
    }

    private String confirmation(String words, String action, String button) {
        return """
                <p class="hint">%s</p>
                <form method="post" action="%s" class="stack"><button type="submit">%s</button></form>
                <p><a href="%s">No, back to the team</a></p>
                """.formatted(words.formatted(escaped(team.name())), escaped(path(action)), button, escaped(path("")));
    }
}
