// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.store.SessionStore.NewSession;
import org.meridian.core.auth.store.TokenStore.NewToken;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.db.TestDatabase;

/** What is given out to somebody whose account changes at the same moment, and how much of it. */
@Timeout(60)
class CredentialsIT {

    private static final String PASSWORD = "hash of a password";

    private static TestDatabase database;
    private static AccountStore accounts;
    private static TokenStore tokens;
    private static SessionStore sessions;

    @BeforeAll
    static void begin() {
        database = TestDatabase.create();
        accounts = new AccountStore(database.database().owner());
        tokens = new TokenStore(database.database().owner());
        sessions = new SessionStore(database.database().owner());
    }

    @AfterAll
    static void end() {
        database.close();
    }

    private static void make(String name) {
        assertTrue(accounts.create(name, Optional.empty(), false, new AccountStore.Password(PASSWORD, false)));
    }

    private static byte[] hash() {
        return Secret.token().hash();
    }

    private static NewToken token(String account, Token.Kind kind) {
        return new NewToken(account, kind, "test", Scope.USE, Duration.ofHours(1));
    }

    private static NewSession session(String account, Optional<Long> token, Optional<String> password) {
        return new NewSession(account, Session.Client.PROGRAM, Optional.empty(), token, password);
    }

    @Test
    void nothingIsGivenOutForAPasswordThatWasReplacedMeanwhile() {
        make("ann");
        NewToken login = token("ann", Token.Kind.LOGIN);
        tokens.create(login, hash(), Optional.of(PASSWORD));
        sessions.create(session("ann", Optional.empty(), Optional.of(PASSWORD)), hash());
        accounts.setPassword("ann", new AccountStore.Password("another", false));
        assertThrows(AuthenticationFault.class, () -> tokens.create(login, hash(), Optional.of(PASSWORD)));
        NewSession late = session("ann", Optional.empty(), Optional.of(PASSWORD));
        assertThrows(AuthenticationFault.class, () -> sessions.create(late, hash()));
        tokens.create(login, hash(), Optional.of("another"));
    }

    @Test
    void nothingIsGivenOutForAClosedAccount() {
        make("bob");
        accounts.setState("bob", Account.State.DISABLED);
        assertThrows(AuthenticationFault.class, () -> tokens.create(token("bob", Token.Kind.PERSONAL), hash()));
        NewSession session = session("bob", Optional.empty(), Optional.empty());
        assertThrows(AuthenticationFault.class, () -> sessions.create(session, hash()));
        accounts.setState("bob", Account.State.ACTIVE);
        sessions.create(session, hash());
    }

    @Test
    void theOldestMakeRoom() {
        make("eve");
        Token own = tokens.create(token("eve", Token.Kind.PERSONAL), hash());
        long signedIn = sessions.create(session("eve", Optional.empty(), Optional.empty()), hash());
        long first = sessions.create(session("eve", Optional.of(own.id()), Optional.empty()), hash());
        for (int i = 0; i < 55; i++) {
            sessions.create(session("eve", Optional.of(own.id()), Optional.empty()), hash());
            tokens.create(token("eve", Token.Kind.LOGIN), hash());
        }
        List<Long> left = sessions.list("eve").stream().map(Session::id).toList();
        assertEquals(51, left.size());
        assertTrue(left.contains(signedIn) && !left.contains(first));
        assertEquals(51, tokens.list("eve").size());
    }
}
