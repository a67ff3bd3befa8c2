// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.Rooms.Change;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.Tally;

/**
 * What a node takes with it that is moved, from one account to another or within one. To be closed. Immutable.
 *
 * @param from whose it was
 * @param to whose it will be
 * @param all what its new account is charged for
 * @param alone what its old one is not charged for any more: files may have names that stay
 * @param counted whether that is all; of a folder that stays in its account nothing is counted
 * @param watch what happens in its old account since it was counted, where that takes time
 */
record Freight(
        Optional<Account> from,
        Optional<Account> to,
        Size all,
        Size alone,
        boolean counted,
        Optional<Rooms.Watch> watch)
        implements AutoCloseable {

    /**
     * Counts what a node takes with it.
     *
     * @throws VospaceFault NodeBusy if it is changed too much to be counted
     */
    static Freight of(Sight source, NodePath to, Rooms rooms) throws IOException {
        Optional<Account> from = Account.of(source.path());
        Optional<Account> target = Account.of(to);
        Optional<FileState> state = source.state();
        if (state.isEmpty()) {
            return new Freight(from, target, Size.NONE, Size.NONE, true, Optional.empty());
        }
        boolean folder = state.get().kind() == Kind.DIRECTORY;
        Size itself = Tally.sizeOf(state.get());
        if (from.equals(target)) {
            return new Freight(from, target, itself, itself, !folder, Optional.empty());
        }
        if (!folder) {
            return new Freight(from, target, itself, Rooms.freed(state), true, Optional.empty());
        }
        Optional<Rooms.Watch> watch = from.map(rooms::watch);
        try (Directory directory = Space.open(source)) {
            Tally tally = new Tally(Tally.Told.NOBODY);
            tally.addBelow(directory);
            return new Freight(from, target, itself.plus(tally.all()), itself.plus(tally.alone()), true, watch);
        } catch (IOException | RuntimeException e) {
            watch.ifPresent(Rooms.Watch::close);
            if (e instanceof Tally.MovedException) {
                throw new VospaceFault(Name.NodeBusy, source.path() + " is being changed; try again later");
            }
            throw e;
        }
    }

    /** Whether nobody is charged more or less than before. */
    boolean staysInAccount() {
        return from.equals(to);
    }

    /**
     * Holds room at its new account.
     *
     * @param replaced what is set free there
     * @return to be closed
     */
    Hold hold(Rooms rooms, NodePath path, Size replaced) {
        Hold hold = rooms.hold(path, replaced);
        if (!staysInAccount()) {
            hold.need(all);
        }
        return hold;
    }

    /**
     * What it takes with it now that nobody but programs in datalabs changes it any more, and room is held for that. What came
     * into its old account since it was counted may have come into it, and what went out of it.
     *
     * @param went what is in its place and is set free
     * @throws VospaceFault QuotaExceeded
     */
    Freight settled(Hold hold, Size went, Rooms rooms) {
        if (staysInAccount()) {
            return this;
        }
        Size more = watch.map(Rooms.Watch::came).orElse(Size.NONE);
        Size less = watch.map(Rooms.Watch::went).orElse(Size.NONE);
        if (!more.plus(less).equals(Size.NONE)) {
            from.ifPresent(rooms::doubt);
            to.ifPresent(rooms::doubt);
        }
        hold.need(all.plus(more), went);
        return new Freight(from, to, all.plus(more), alone.without(less), counted, Optional.empty());
    }

    /**
     * Moves it, settled.
     *
     * @param went what was in its place and is set free
     */
    <T> T arrive(Hold hold, Size went, Rooms rooms, Steps.Step<T> step) throws IOException {
        if (!staysInAccount()) {
            return hold.spend(all, went, changes(from, Size.NONE, alone, true), step);
        }
        return rooms.step(changes(from, all, all.plus(went), counted), step);
    }

    private static List<Change> changes(Optional<Account> account, Size came, Size went, boolean counted) {
        return account.map(each -> new Change(each, came, went, Size.NONE, counted)).stream()
                .toList();
    }

    @Override
    public void close() {
        watch.ifPresent(Rooms.Watch::close);
    }
}
