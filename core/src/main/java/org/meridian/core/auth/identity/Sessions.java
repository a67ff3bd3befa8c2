// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.auth.store.SessionStore.NewSession;
import org.meridian.core.dali.DaliFault.NotFoundFault;

/**
 * Beginning and ending sessions. Each has a secret of its own, made when it begins: what a browser brought along before it
 * signed in is worth nothing afterwards. Everything is audited. Thread-safe.
 */
public final class Sessions {

    private final SessionStore store;
    private final Audit audit;

    /** @param audit where it is noted */
    public Sessions(SessionStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    /**
     * Whoever asks for a session.
     *
     * @param client what will keep the cookie
     * @param address from where; empty on this machine
     * @param before the cookie that came with the request: that session ends
     */
    public record Visitor(Session.Client client, Optional<String> address, Optional<Secret> before) {}

    /**
     * Begins a session.
     *
     * @param secret for the cookie
     * @param how in words
     */
    public void begin(NewSession session, Secret secret, Visitor visitor, String how) {
        visitor.before.ifPresent(before -> store.end(before.hash()));
        long id = store.create(session, secret.hash());
        audit.note(new AuditEvent(
                Action.SIGN_IN, Optional.of(session.account()), visitor.address, how + ", session " + id));
    }

    /** Ends the session of a cookie; what it was, if there was one. */
    public Optional<SessionStore.Ended> end(Secret secret, Optional<String> address) {
        Optional<SessionStore.Ended> ended = store.end(secret.hash());
        ended.ifPresent(session ->
                audit.note(new AuditEvent(Action.SIGN_OUT, Optional.of(session.account()), address, "by its owner")));
        return ended;
    }

    /**
     * Ends one of an account's sessions.
     *
     * @throws NotFoundFault if it has none of that number
     */
    public void end(String account, long id, Optional<String> address) {
        if (!store.end(account, id)) {
            throw new NotFoundFault("you have no session of that number");
        }
        audit.note(new AuditEvent(
                Action.SIGN_OUT, Optional.of(account), address, "session " + id + ", by its owner from another"));
    }

    /** The number of the session of a cookie, if it is good. */
    public Optional<Long> id(Secret secret) {
        return store.find(secret.hash()).map(SessionStore.Found::id);
    }

    /** The good sessions of an account, youngest first. */
    public List<Session> list(String account) {
        return store.list(account);
    }
}
