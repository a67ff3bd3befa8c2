// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;
import static org.meridian.gateway.People.withinASecond;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Datalab;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.identity.Authenticator;
import org.meridian.core.auth.identity.DatalabTokens;
import org.meridian.core.auth.identity.ProviderTokens;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.SessionRenewal;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.gateway.People.Person;

/** Tokens of datalabs: what they open, how long, and the attacks on them. */
@Timeout(120)
class DatalabTokensIT {

    private static final String REFRESH = "/auth/tokens/refresh";
    private static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    private static RunningGateway server;
    private static People people;
    private static DatalabTokens tokens;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "grace");
        tokens = people.datalabTokens();
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static Secret secret(String owner, String session) {
        return secret(owner, session, Set.of(Scope.TAP, Scope.VOSPACE_READ), Duration.ofDays(1));
    }

    private static Secret secret(String owner, String session, Set<Scope> scopes, Duration longest) {
        return tokens.issue(owner, new Datalab(session, "notebook"), scopes, longest, Optional.empty())
                .secret();
    }

    private static Person inside(String owner, String session) {
        return people.bearer(owner, secret(owner, session));
    }

    private static Person refreshed(Person holder) throws Exception {
        String text = json(201, holder.post(REFRESH)).get("token").asText();
        return people.bearer(holder.name(), new Secret(text));
    }

    private static List<String> audited(String action, String account) throws SQLException {
        return people.sql("SELECT detail FROM meridian.audit WHERE action = '" + action + "' AND account = '" + account
                + "' ORDER BY id DESC");
    }

    @Test
    void opensServicesForItsOwnerAndSaysWhatItIs() throws Exception {
        Secret secret = secret("ada", "opens1");
        assertTrue(secret.text().matches("mrl_[A-Za-z0-9_-]{43}"));
        Person program = people.bearer("ada", secret);
        assertEquals(200, program.get(QUERY).statusCode());
        JsonNode me = json(200, program.get("/me"));
        assertEquals("ada", me.get("name").asText());
        assertEquals("datalab token", me.get("credential").asText());
        assertEquals("[\"tap\",\"vospace:read\"]", me.get("scopes").toString());
        String basic = Base64.getEncoder().encodeToString(("ada:" + secret.text()).getBytes());
        assertEquals(200, server.get(QUERY, "Authorization", "Basic " + basic).statusCode());
        assertEquals(
                "token of datalab opens1 (notebook) for tap vospace:read",
                audited("TOKEN_CREATED", "ada").stream()
                        .filter(detail -> detail.contains("opens1"))
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst("token [0-9]+", "token"));
        assertEquals(
                List.of("0"),
                people.sql("SELECT count(*) FROM meridian.token t, meridian.audit a WHERE t::text LIKE '%"
                        + secret.text() + "%' OR a.detail LIKE '%mrl\\_%'"));
    }

    @Test
    void isReplacedByItsHolderAndGoodForAMinuteMore() throws Exception {
        Person first = inside("ada", "again1");
        JsonNode answer = json(201, first.post(REFRESH));
        assertEquals("again1", answer.get("datalab").asText());
        assertEquals("of datalab again1 (notebook)", answer.get("label").asText());
        assertEquals("[\"tap\",\"vospace:read\"]", answer.get("scopes").toString());
        Person second = people.bearer("ada", new Secret(answer.get("token").asText()));
        assertEquals(200, second.get(QUERY).statusCode());
        assertEquals(200, first.get(QUERY).statusCode());
        assertEquals(
                List.of("t", "f"),
                people.sql("SELECT expires < clock_timestamp() + interval '61 seconds' FROM meridian.token"
                        + " WHERE datalab = 'again1' ORDER BY id"));
        people.sql("UPDATE meridian.token SET expires = clock_timestamp() WHERE datalab = 'again1'"
                + " AND id = (SELECT min(id) FROM meridian.token WHERE datalab = 'again1') RETURNING id");
        withinASecond(() -> first.get("/me").statusCode() == 401);
        refused(401, "the token is not good", first.post(REFRESH));
        assertEquals(200, refreshed(second).get(QUERY).statusCode());
        assertTrue(audited("TOKEN_CREATED", "ada").stream()
                .anyMatch(detail -> detail.endsWith("of datalab again1 (notebook), refreshed")));
    }

    @Test
    void cannotBeMultiplied() throws Exception {
        Person holder = inside("ada", "many1");
        for (int i = 0; i < 9; i++) {
            refreshed(holder);
        }
        refused(429, "the newest serves all", holder.post(REFRESH));
        assertEquals(200, holder.get(QUERY).statusCode());
    }

    @Test
    void endsWithItsSessionAtEveryGateway() throws Exception {
        Person first = inside("ada", "ends1");
        Secret latest = new Secret(json(201, first.post(REFRESH)).get("token").asText());
        Person second = people.bearer("ada", latest);
        Person other = inside("ada", "stays1");
        // What another gateway on the database would say, which remembers credentials of its own.
        Authenticator elsewhere = new Authenticator(
                new TokenStore(server.gateway().database().owner()),
                ProviderTokens.NONE,
                new SessionStore(server.gateway().database().owner()),
                SessionRenewal.NO_PROVIDERS);
        Optional<String> header = Optional.of("Bearer " + latest.text());
        assertEquals(Optional.of("ada"), elsewhere.subject(header).name());
        assertEquals(200, second.get(QUERY).statusCode());

        tokens.endSession("ends1");
        withinASecond(() -> second.get(QUERY).statusCode() == 401
                && first.get(QUERY).statusCode() == 401
                && isRefused(elsewhere, header));
        refused(401, "the token is not good", second.post(REFRESH));
        assertThrows(AuthenticationFault.class, () -> tokens.refresh(latest, Optional.empty()));
        assertEquals(200, other.get(QUERY).statusCode());
        assertTrue(audited("TOKEN_REVOKED", "ada").contains("the tokens of datalab ends1, which has ended"));
        tokens.endSession("ends1");
        tokens.endSession("'; DROP TABLE meridian.token; --");
    }

    private static boolean isRefused(Authenticator authenticator, Optional<String> header) {
        try {
            authenticator.subject(header);
            return false;
        } catch (AuthenticationFault refused) {
            return true;
        }
    }

    /** Whoever refreshes at the moment in which the datalab ends must not be left with a good token. */
    @Test
    void endsWhateverIsMadeMeanwhile() throws Exception {
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 40; i++) {
                String session = "race" + i;
                Secret secret = secret("grace", session);
                Future<Boolean> refresh = two.submit(() -> {
                    try {
                        tokens.refresh(secret, Optional.empty());
                        return true;
                    } catch (AuthenticationFault late) {
                        return false;
                    }
                });
                Callable<Boolean> end = () -> {
                    tokens.endSession(session);
                    return true;
                };
                two.submit(end).get();
                refresh.get();
                assertEquals(List.of(), people.sql("SELECT id FROM meridian.token WHERE datalab = '" + session + "'"));
            }
        }
    }

    @Test
    void lastsNoLongerThanItsSessionHoweverOftenItIsRefreshed() throws Exception {
        Person holder = people.bearer("ada", secret("ada", "short1", Set.of(Scope.TAP), Duration.ofMinutes(30)));
        Person again = refreshed(holder);
        // Another of the session does not prolong it either.
        secret("ada", "short1", Set.of(Scope.TAP), Duration.ofDays(30));
        assertEquals(
                List.of("t"),
                people.sql("SELECT max(expires) <= clock_timestamp() + interval '30 minutes' FROM meridian.token"
                        + " WHERE datalab = 'short1'"));
        people.sql("WITH over AS (UPDATE meridian.datalab_session SET ends = clock_timestamp() WHERE name = 'short1')"
                + " UPDATE meridian.token SET expires = clock_timestamp() WHERE datalab = 'short1' RETURNING id");
        refused(401, "the token is not good", again.post(REFRESH));
        assertThrows(
                IllegalArgumentException.class, () -> secret("ada", "long1", Set.of(Scope.TAP), Duration.ofDays(31)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scope.class,
            names = {"ADMIN", "TEAMS", "DATALAB", "PIPELINE"})
    void isMadeForNothingElse(Scope scope) throws Exception {
        assertThrows(
                AuthorizationFault.class, () -> secret("ada", "more1", Set.of(Scope.TAP, scope), Duration.ofDays(1)));
        assertTrue(audited("REFUSED", "ada").getFirst().startsWith("a token of a datalab is good for"));
        // Nor does the database keep such a one.
        secret("ada", "more2");
        SQLException kept = assertThrows(
                SQLException.class,
                () -> people.sql("UPDATE meridian.token SET scopes = scopes || '" + scope.text()
                        + "'::text WHERE datalab = 'more2' RETURNING id"));
        assertTrue(kept.getMessage().contains("scopes_of_datalab"), kept.getMessage());
    }

    @Test
    void isNotBroadenedWhenItIsRefreshed() throws Exception {
        Person holder = inside("ada", "broad1");
        for (String[] more : List.of(
                new String[] {"scope", "tap admin"},
                new String[] {"scope", "vospace:write"},
                new String[] {"days", "366"},
                new String[] {"username", "grace"})) {
            refused(403, "no parameter changes that", holder.post(REFRESH, more));
            assertTrue(audited("REFUSED", "ada").getFirst().startsWith("POST /auth/tokens/refresh: "));
        }
        assertEquals(List.of("1"), people.sql("SELECT count(*) FROM meridian.token WHERE datalab = 'broad1'"));
    }

    /** It is no way into the account. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /auth/tokens
            POST   | /auth/tokens
            DELETE | /auth/tokens/1
            GET    | /account
            POST   | /account/tokens
            POST   | /account/password
            POST   | /account/sessions/1/end
            GET    | /auth/teams
            POST   | /auth/teams
            GET    | /auth/requests
            POST   | /auth/remote-groups
            GET    | /auth/admin/users
            GET    | /auth/admin/audit
            PUT    | /auth/admin/groups/gaia/members/ada
            """)
    void opensNothingOfTheAccount(String method, String path) throws Exception {
        Person holder = inside("ada", "account1");
        assertEquals(403, holder.send(method, path).statusCode());
        assertTrue(audited("REFUSED", "ada").getFirst().startsWith(method + " " + path + ": "));
    }

    @Test
    void changesNoPasswordAndBeginsNoSession() throws Exception {
        Secret secret = secret("ada", "steps1");
        Person holder = people.bearer("ada", secret);
        refused(
                401,
                "name or password are wrong",
                holder.post(
                        "/auth/password",
                        "username",
                        "ada",
                        "password",
                        secret.text(),
                        "new_password",
                        "x".repeat(12)));
        for (String path : List.of("/auth/login", "/auth/session", "/sign-in")) {
            assertEquals(
                    401,
                    holder.post(path, "username", "ada", "password", secret.text())
                            .statusCode(),
                    path);
        }
        assertEquals(
                401, server.get(QUERY, "Cookie", "meridian=" + secret.text()).statusCode());
        assertEquals(List.of("0"), people.sql("SELECT count(*) FROM meridian.session"));
    }

    @Test
    void isRefreshedAsWhatItIsAlone() throws Exception {
        refused(
                403,
                "only the token of a datalab",
                people.program("ada", Scope.TAP).post(REFRESH));
        refused(403, "only the token of a datalab", people.signedIn("ada").post(REFRESH));
        refused(401, "send the token", people.anonymous().post(REFRESH));
        String basic = Base64.getEncoder()
                .encodeToString(("ada:" + secret("ada", "basic1").text()).getBytes());
        refused(
                403,
                "only sent as Bearer",
                new Person(people, "ada", List.of("Authorization", "Basic " + basic)).post(REFRESH));
        refused(401, "not good", people.bearer("ada", Secret.datalab()).post(REFRESH));
    }

    @Test
    void isItsOwnersAlone() throws Exception {
        secret("ada", "hers1");
        assertThrows(AuthorizationFault.class, () -> secret("grace", "hers1"));
        assertTrue(audited("REFUSED", "grace").getFirst().contains("hers1 (notebook) is not grace's"));
        assertThrows(AuthorizationFault.class, () -> secret("nobody", "nobodys1"));
        Person grace = people.signedIn("grace");
        String id = people.sql("SELECT id FROM meridian.token WHERE datalab = 'hers1'")
                .getFirst();
        refused(404, "no token of that number", grace.delete("/auth/tokens/" + id));
        assertFalse(grace.get("/auth/tokens").body().contains("hers1"));
    }

    @Test
    void isShownToItsOwnerWhoTakesItBackWithAllOthersOfTheDatalab() throws Exception {
        Person holder = inside("ada", "shown1");
        Person second = refreshed(holder);
        Person ada = people.signedIn("ada");
        String list = json(200, ada.get("/auth/tokens")).toString();
        assertTrue(list.contains("\"label\":\"of datalab shown1 (notebook)\",\"kind\":\"datalab\""), list);
        assertTrue(list.contains("\"datalab\":\"shown1\""), list);
        assertFalse(list.contains("mrl_"), list);
        assertTrue(ada.get("/account").body().contains("of datalab shown1 (notebook)"));
        String oldest = people.sql("SELECT min(id) FROM meridian.token WHERE datalab = 'shown1'")
                .getFirst();
        assertEquals(204, ada.delete("/auth/tokens/" + oldest).statusCode());
        withinASecond(
                () -> holder.get(QUERY).statusCode() == 401 && second.get(QUERY).statusCode() == 401);
        refused(401, "not good", second.post(REFRESH));
        assertEquals("token " + oldest, audited("TOKEN_REVOKED", "ada").getFirst());
    }

    @Test
    void diesWithItsOwnersAccountForGood() throws Exception {
        people.make("vera");
        Person holder = inside("vera", "veras1");
        assertEquals(200, holder.get(QUERY).statusCode());
        people.administration().setState("vera", Account.State.DISABLED);
        withinASecond(() -> holder.get(QUERY).statusCode() == 401);
        refused(401, "not good", holder.post(REFRESH));
        assertThrows(AuthorizationFault.class, () -> secret("vera", "veras2"));
        people.administration().setState("vera", Account.State.ACTIVE);
        assertEquals(401, holder.get(QUERY).statusCode());
        Person later = inside("vera", "veras3");
        people.sql("DELETE FROM meridian.account WHERE name = 'vera' RETURNING name");
        withinASecond(() -> later.get(QUERY).statusCode() == 401);
    }
}
