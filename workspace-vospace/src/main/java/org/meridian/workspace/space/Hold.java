// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.Rooms.Change;

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
    <T> T spend(Size came, Size went, Rooms.Step<T> step) throws IOException {
        return spend(came, went, List.of(), step);
    }

    /** The same, with what becomes of other accounts. */
    <T> T spend(Size came, Size went, List<Change> others, Rooms.Step<T> step) throws IOException {
        need(came, went);
        List<Change> changes = new ArrayList<>(others);
        account.ifPresent(each -> changes.add(new Change(each, came, went, held, true)));
        T made = rooms.step(changes, step);
        held = Size.NONE;
        return made;
    }

    @Override
    public void close() {
        if (account.isPresent() && !held.equals(Size.NONE)) {
            rooms.release(account.get(), held);
            held = Size.NONE;
        }
    }
}
