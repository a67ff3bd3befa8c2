// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.Rooms.Change;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.RoomStore.Admission;

/**
 * Room that is held for something that is being written, until it is in its place. What is left when this is closed is let go.
 * Of what takes nobody's room nothing is held. Not thread-safe.
 */
final class Hold implements AutoCloseable {

    /** How much more than needed is held at most while it is not known how much comes: each step is a statement. */
    private static final Size LARGEST_STEP = new Size(64 << 20, 1000);

    private final Rooms rooms;
    private final Optional<Account> account;
    private Size replaced;
    private Size held = Size.NONE;
    private Size needed = Size.NONE;

    Hold(Rooms rooms, Optional<Account> account, Size replaced) {
        this.rooms = rooms;
        this.account = account;
        this.replaced = replaced;
    }

    /**
     * Makes sure that there is room.
     *
     * @param all that will have been written
     * @throws VospaceFault QuotaExceeded
     */
    void need(Size all) {
        needed = needed.max(all);
        Size missing = missing();
        if (!missing.equals(Size.NONE)) {
            take(missing);
        }
    }

    /**
     * The same, when it is known what is set free.
     *
     * @param went what is, whatever was expected
     */
    void need(Size all, Size went) {
        replaced = went;
        need(all);
    }

    /** Makes sure that there is room for something more; see {@link #reach}. */
    void grow(Size more) {
        reach(needed.plus(more));
    }

    /**
     * Makes sure that there is room for what has come so far, when it is not known how much it will be in the end.
     *
     * @throws VospaceFault QuotaExceeded
     */
    void reach(Size soFar) {
        needed = needed.max(soFar);
        Size missing = missing();
        if (missing.equals(Size.NONE)) {
            return;
        }
        Size ahead = new Size(
                missing.bytes() == 0 ? 0 : missing.bytes() + Math.min(needed.bytes(), LARGEST_STEP.bytes()),
                missing.files() == 0 ? 0 : missing.files() + Math.min(needed.files(), LARGEST_STEP.files()));
        if (account.isPresent() && rooms.tryToHold(account.get(), ahead)) {
            held = held.plus(ahead);
        } else {
            take(missing);
        }
    }

    private Size missing() {
        return needed.without(replaced).without(held);
    }

    private void take(Size missing) {
        if (account.isPresent()) {
            if (!rooms.tryToHold(account.get(), missing)) {
                throw rooms.refusal(account.get(), missing);
            }
            held = held.plus(missing);
        }
    }

    /** All that room was asked for. */
    Size needed() {
        return needed;
    }

    /**
     * Puts what was written in its place; all that was held is used then, or let go.
     *
     * @param came what was written
     * @param went what was there before, and is set free
     * @throws VospaceFault QuotaExceeded if less is set free than was expected, and there is no room
     */
    <T> T spend(Size came, Size went, Steps.Step<T> step) throws IOException {
        return spend(came, went, List.of(), step);
    }

    /** The same, with what becomes of other accounts. */
    <T> T spend(Size came, Size went, List<Change> others, Steps.Step<T> step) throws IOException {
        return spend(new Spent(came, went, Optional.empty()), others, step);
    }

    /**
     * What is written and put in its place.
     *
     * @param went what was there before, and is set free
     * @param known what is known of it, to be kept with the room that it takes
     */
    record Spent(Size came, Size went, Optional<NodeRecord> known) {}

    /** The same, with what is known of what was written; that is kept where anybody's room is taken. */
    <T> T spend(Spent spent, Steps.Step<T> step) throws IOException {
        return spend(spent, List.of(), step);
    }

    private <T> T spend(Spent spent, List<Change> others, Steps.Step<T> step) throws IOException {
        if (account.isEmpty()) {
            return rooms.step(others, step);
        }
        needed = needed.max(spent.came);
        replaced = spent.went;
        Admission admission = new Admission(account.get(), spent.came, spent.went, held, missing());
        T made = rooms.admit(admission, spent.known, others, step);
        held = Size.NONE;
        return made;
    }

    /** Whether anybody's room is taken. */
    boolean isCharged() {
        return account.isPresent();
    }

    @Override
    public void close() {
        if (account.isPresent() && !held.equals(Size.NONE)) {
            rooms.release(account.get(), held);
            held = Size.NONE;
        }
    }
}
