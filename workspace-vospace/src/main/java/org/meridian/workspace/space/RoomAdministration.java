// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;
import org.meridian.workspace.store.Room;
import org.meridian.workspace.store.RoomStore;

/**
 * What an administrator does with the room of users and teams; each change is audited under his name, and counts at once.
 * Thread-safe.
 *
 * @param parts what it works with
 * @param who for the audit log
 */
public record RoomAdministration(Parts parts, String who) {

    /**
     * What it works with.
     *
     * @param rooms of all
     * @param accounts of users there are
     * @param audit where changes are noted
     */
    public record Parts(RoomStore rooms, AccountStore accounts, Audit audit) {}

    /**
     * Whose room is meant.
     *
     * @throws UsageFault if it is not one of the two, or can be no team
     */
    public static Account account(Optional<String> user, Optional<String> team) {
        if (user.isPresent() == team.isPresent()) {
            throw new UsageFault("say whose room it is: a user's, or a team's (not both)");
        }
        String name = user.or(() -> team).orElseThrow();
        if (!NodePath.isName(name)) {
            throw new UsageFault("a user or team with a workspace has a name without slashes");
        }
        return new Account(user.isPresent() ? Kind.USER : Kind.TEAM, name);
    }

    /** The rooms of all of whom anything is known. */
    public List<Room> list() {
        return parts.rooms.all();
    }

    /** The room of one. */
    public Room show(Account account) {
        requireUser(account);
        return parts.rooms.find(account);
    }

    private void requireUser(Account account) {
        if (account.kind() == Kind.USER && parts.accounts.find(account.name()).isEmpty()) {
            throw new NotFoundFault("there is no such user");
        }
    }

    /** Sets how many bytes somebody may have, {@code Long.MAX_VALUE} for as many as there are; empty: as the configuration says. */
    public void limitBytes(Account account, Optional<Long> bytes) {
        requireUser(account);
        parts.rooms.limitBytes(account, bytes);
        note(account, "bytes", bytes);
    }

    /** The same of files and folders. */
    public void limitFiles(Account account, Optional<Long> files) {
        requireUser(account);
        parts.rooms.limitFiles(account, files);
        note(account, "files", files);
    }

    private void note(Account account, String what, Optional<Long> limit) {
        String set = limit.map(number -> number == Long.MAX_VALUE ? "=unlimited" : "=" + number)
                .orElse(" removed");
        parts.audit.note(new AuditEvent(
                Action.LIMIT_CHANGED,
                Optional.of(who),
                Optional.empty(),
                "room of " + account.text() + ": " + what + set));
    }
}
