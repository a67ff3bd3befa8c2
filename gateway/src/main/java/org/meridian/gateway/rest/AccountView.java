// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;
import static org.meridian.gateway.rest.Page.moment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.PersonalTokens;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.usage.Usage;

/**
 * The page of an account. Immutable.
 *
 * @param root path of the gateway's root, without trailing slash
 * @param account whose page
 * @param hasPassword whether it has a password of this gateway
 * @param session number of the session in which the page is seen
 */
record AccountView(String root, Account account, boolean hasPassword, Optional<Long> session) {

    private static final List<Integer> DAYS = List.of(7, 30, PersonalTokens.DEFAULT_DAYS, 365);

    /** @param sections what else there is for the user, as HTML */
    String html(String sections, List<Token> tokens, List<Session> sessions, List<Usage> usage, Subject subject) {
        return who()
                + sections
                + UsageView.html(usage)
                + tokenSection(tokens, subject)
                + sessionSection(sessions)
                + (hasPassword ? passwordForm() : "");
    }

    /** The text of a new token, which nobody sees again. */
    String shownOnce(SignIn.Issued issued) {
        return """
                <section class="card made" role="status" aria-labelledby="made-title">
                  <h2 id="made-title">Your new token “%s”</h2>
                  <p>Copy it now: it is not kept, and not shown again.</p>
                  <pre class="secret"><code>%s</code></pre>
                  <p class="muted">Good until %s, for %s. In programs: <code>Authorization: Bearer …</code>, or as the password beside your name.</p>
                </section>
                """.formatted(
                        escaped(issued.token().label()),
                        escaped(issued.secret().text()),
                        moment(issued.token().expires()),
                        scopes(issued.token()));
    }

    private String who() {
        List<String> groups = account.groups().stream().sorted().toList();
        return """
                <section class="card" aria-labelledby="who-title">
                  <div class="bar"><h2 id="who-title">%2$s</h2>
                    <form method="post" action="%1$s/sign-out"><button type="submit" class="quiet">Sign out</button></form></div>
                  <dl class="facts">
                    <dt>Groups</dt><dd>%3$s</dd>
                    %4$s%5$s<dt>Since</dt><dd>%6$s</dd>
                  </dl>
                </section>
                """.formatted(
                        escaped(root),
                        escaped(account.name()),
                        groups.isEmpty() ? "none" : chips(groups),
                        account.email()
                                .map(mail -> "<dt>E-mail</dt><dd>" + escaped(mail) + "</dd>\n    ")
                                .orElse(""),
                        account.admin() ? "<dt>Role</dt><dd>administrator</dd>\n    " : "",
                        moment(account.created()));
    }

    private static String chips(List<String> texts) {
        return texts.stream()
                .map(text -> "<span class=\"chip\">" + escaped(text) + "</span>")
                .collect(Collectors.joining(" "));
    }

    private String tokenSection(List<Token> tokens, Subject subject) {
        String scopes = Scope.USE.stream()
                .filter(subject.scopes()::contains)
                .sorted()
                .map(scope -> """
                            <label class="check"><input type="checkbox" name="scope" value="%1$s"%2$s> %3$s <code>%1$s</code></label>
                        """.formatted(scope.text(), scope == Scope.TAP ? " checked" : "", words(scope)))
                .collect(Collectors.joining());
        String days = DAYS.stream()
                .map(number -> "<option value=\"%d\"%s>%d days</option>"
                        .formatted(number, number == PersonalTokens.DEFAULT_DAYS ? " selected" : "", number))
                .collect(Collectors.joining());
        return """
                <section class="card" aria-labelledby="tokens-title">
                  <h2 id="tokens-title">Tokens</h2>
                  <p class="muted">For programs: notebooks, scripts, TOPCAT. A token does what it was made for and nothing else, until it expires or you revoke it.</p>
                %2$s  <details%4$s>
                    <summary>Make a token</summary>
                    <form method="post" action="%1$s/account/tokens" class="stack">
                      <label>Name to know it by
                        <input name="label" maxlength="100" required placeholder="my notebook"></label>
                      <fieldset><legend>May be used for</legend>
                %3$s      </fieldset>
                      <label>Good for
                        <select name="days">%5$s</select></label>
                      <button type="submit">Make token</button>
                    </form>
                  </details>
                </section>
                """.formatted(escaped(root), tokenTable(tokens), scopes, tokens.isEmpty() ? " open" : "", days);
    }

    private String tokenTable(List<Token> tokens) {
        return Html.table(
                "You have none.", List.of("Name", "For", "Expires", "Last used"), tokens, token -> """
                <td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>""".formatted(
                                token.kind() == Token.Kind.LOGIN ? "a program that signed in" : escaped(token.label()),
                                scopes(token),
                                moment(token.expires()),
                                used(token.lastUsed()),
                                Html.button(root + "/account/tokens/" + token.id() + "/revoke", "Revoke")));
    }

    private String sessionSection(List<Session> sessions) {
        return """
                <section class="card" aria-labelledby="sessions-title">
                  <h2 id="sessions-title">Where you are signed in</h2>
                %s</section>
                """.formatted(Html.table(
                "Nowhere.", List.of("With", "Through", "Since", "Last used"), sessions, one -> """
                                <td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>""".formatted(
                                one.client() == Session.Client.BROWSER ? "a browser" : "a program",
                                escaped(one.provider().orElse("password")),
                                moment(one.created()),
                                used(Optional.of(one.lastUsed())),
                                session.equals(Optional.of(one.id()))
                                        ? "this one"
                                        : Html.button(root + "/account/sessions/" + one.id() + "/end", "End"))));
    }

    private String passwordForm() {
        return """
                <section class="card" aria-labelledby="password-title">
                  <h2 id="password-title">Password</h2>
                  <details>
                    <summary>Change it</summary>
                    <form method="post" action="%s/account/password" class="stack">
                      <label>Password now
                        <input type="password" name="password" autocomplete="current-password" required></label>
                      <label>New password
                        <input type="password" name="new_password" autocomplete="new-password" minlength="10" maxlength="200" required></label>
                      <label>New password again
                        <input type="password" name="repeated" autocomplete="new-password" minlength="10" maxlength="200" required></label>
                      <button type="submit">Change password</button>
                      <p class="muted">Ends every other session, and signs programs out that have signed in with it. Tokens stay.</p>
                    </form>
                  </details>
                </section>
                """.formatted(escaped(root));
    }

    private static String used(Optional<Instant> when) {
        return when.map(Page::moment).orElse("never");
    }

    private static String scopes(Token token) {
        return token.scopes().stream()
                .map(Scope::text)
                .sorted()
                .map(text -> "<code>" + text + "</code>")
                .collect(Collectors.joining(" "));
    }

    private static String words(Scope scope) {
        return switch (scope) {
            case TAP -> "queries and jobs";
            case SIA -> "observations";
            case VOSPACE_READ -> "reading workspaces";
            case VOSPACE_WRITE -> "changing workspaces";
            case DATALAB -> "datalabs";
            case PIPELINE -> "pipelines";
            case TEAMS -> "managing your teams";
            case ADMIN -> "administration";
        };
    }
}
