// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.Steps.Step;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.Tally;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.Room;
import org.meridian.workspace.store.RoomStore;
import org.meridian.workspace.store.RoomStore.Admission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has how much room, and who uses it. Whoever is about to write holds room first, or uses it with the step by
 * which what was written gets its place; what becomes of a tree and what is noted of that are one step: a census, which compares the two, sees both before it or both after it. One tree has one gateway, and
 * so one of these. Thread-safe.
 */
public final class Rooms {

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    /** What was refused is counted anew unless it was so lately. */
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final RoomStore store;
    private final InstantSource clock;
    private final Steps steps = new Steps();
    private final Map<Account, Size> held = new ConcurrentHashMap<>();
    private final Set<Account> doubtful = ConcurrentHashMap.newKeySet();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /** The rooms of a tree: begun once for it. */
    public Rooms(RoomStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        store.begin();
    }

    /**
     * Prepares to write something.
     *
     * @param path where it will be
     * @param replaced what its coming will set free there
     * @return holds nothing yet; to be closed
     */
    Hold hold(NodePath path, Size replaced) {
        return new Hold(this, Account.of(path), replaced);
    }

    /** How much room is set free by the going of an entry; a file that has other names, too, stays. */
    static Size freed(Optional<FileState> state) {
        return state.filter(each -> each.kind() == Kind.DIRECTORY || each.links() <= 1)
                .map(Tally::sizeOf)
                .orElse(Size.NONE);
    }

    /**
     * The room that is charged for a node; empty if it is nobody's.
     *
     * @param path of a workspace, or of what is in one
     */
    public Optional<Room> of(NodePath path) {
        return path.names().size() < 2
                ? Optional.empty()
                : Account.ofWorkspace(path.first(2)).map(store::find);
    }

    /**
     * What becomes of an account by a step.
     *
     * @param came what it has more
     * @param went what it has less
     * @param released what is not held for it any more
     * @param counted whether that is all: what moves within an account need not be counted
     */
    record Change(Account account, Size came, Size went, Size released, boolean counted) {}

    /**
     * Takes a step and notes what it changes, if it succeeds. That something could not be noted does not undo the step: the next
     * census finds it.
     */
    <T> T step(List<Change> changes, Step<T> step) throws IOException {
        return steps.beside(changes.stream().map(Change::account).toList(), () -> {
            T made = step.take();
            changes.forEach(this::note);
            return made;
        });
    }

    /**
     * Uses room, and takes the step by which something gets its place; if that fails, nothing has been used.
     *
     * @param known what is known of it, kept before it is there
     * @param others what becomes of other accounts
     * @throws VospaceFault QuotaExceeded if there is less room than is asked for: the step is not taken
     */
    <T> T admit(Admission admission, Optional<NodeRecord> known, List<Change> others, Step<T> step) throws IOException {
        Account account = admission.account();
        List<Account> all = new ArrayList<>(List.of(account));
        others.forEach(each -> all.add(each.account));
        return steps.beside(all, () -> {
            if (!certain(account, () -> store.admit(admission, known))) {
                throw refusal(account, admission.asked());
            }
            T made = tryTo(step, admission);
            tell(new Change(account, admission.came(), admission.went(), admission.released(), true));
            others.forEach(this::note);
            return made;
        });
    }

    private <T> T tryTo(Step<T> step, Admission admission) throws IOException {
        boolean taken = false;
        try {
            T made = step.take();
            taken = true;
            return made;
        } catch (PosixException e) {
            if (e.reason() == PosixException.Reason.ABSENT) {
                // It was there, perhaps, and a program has been so quick as to take it away.
                doubt(admission.account());
            }
            throw e;
        } finally {
            if (!taken) {
                noted(admission.account(), () -> store.sendBack(admission));
            }
        }
    }

    /** Whether something was changed nobody knows if the database does not say it. */
    private boolean certain(Account account, BooleanSupplier change) {
        try {
            return change.getAsBoolean();
        } catch (RuntimeException e) {
            doubt(account);
            throw e;
        }
    }

    /** Takes a step by which a node gets another place or name in the same account. */
    <T> T within(NodePath path, FileState node, Step<T> step) throws IOException {
        Size size = Tally.sizeOf(node);
        return step(
                Account.of(path)
                        .map(account -> new Change(account, size, size, Size.NONE, node.kind() != Kind.DIRECTORY))
                        .stream()
                        .toList(),
                step);
    }

    private void note(Change change) {
        tell(change);
        if (!change.came.equals(change.went) || !change.released.equals(Size.NONE)) {
            noted(change.account, () -> store.change(change.account, change.came, change.went, change.released));
        }
    }

    private void tell(Change change) {
        Account account = change.account;
        watches.stream().filter(each -> each.account.equals(account)).forEach(each -> each.add(change));
        held.computeIfPresent(account, (key, all) -> remaining(all.without(change.released)));
    }

    private void noted(Account account, Runnable statement) {
        try {
            statement.run();
        } catch (RuntimeException e) {
            LOG.warn("what {} uses could not be noted; it is counted later", account.text(), e);
            doubt(account);
        }
    }

    @SuppressWarnings("NullAway") // computeIfPresent removes what becomes null.
    private static Size remaining(Size size) {
        return size.equals(Size.NONE) ? null : size;
    }

    /** Holds more room; false if there is not so much. */
    boolean tryToHold(Account account, Size more) {
        return steps.beside(account, () -> {
            boolean enough = certain(account, () -> store.hold(account, more));
            if (enough) {
                held.merge(account, more, Size::plus);
            }
            return enough;
        });
    }

    /** Lets room go that was held, and not used. */
    void release(Account account, Size unused) {
        steps.beside(account, () -> {
            note(new Change(account, Size.NONE, Size.NONE, unused, true));
            return unused;
        });
    }

    /** Why somebody gets no more room: whose it is, how much there is, and how much he asked for. */
    VospaceFault refusal(Account account, Size asked) {
        Room room = store.find(account);
        boolean fresh = room.counted()
                .filter(time -> time.isAfter(clock.instant().minus(LATELY)))
                .isPresent();
        if (!fresh) {
            doubt(account);
        }
        Size taken = room.used().plus(room.held());
        List<String> lacks = new ArrayList<>();
        if (asked.bytes() > 0 && asked.bytes() > room.limit().without(taken).bytes()) {
            lacks.add(taken.bytes() + " of " + room.limit().bytes()
                    + " bytes are used or being written, and this takes " + asked.bytes() + " more");
        }
        if (asked.files() > 0 && asked.files() > room.limit().without(taken).files()) {
            lacks.add(taken.files() + " of " + room.limit().files()
                    + " files and folders are used or being written, and this takes " + asked.files() + " more");
        }
        return new VospaceFault(
                Name.QuotaExceeded,
                "no room is left for " + account.text() + ": "
                        + (lacks.isEmpty() ? "others were writing; try again" : String.join("; ", lacks))
                        + "; what lies in the trash, and versions of files, count until they are removed for good; nothing was changed");
    }

    /** The accounts whose numbers may be wrong; they are asked for once. */
    Set<Account> doubtful() {
        Set<Account> all = Set.copyOf(doubtful);
        doubtful.removeAll(all);
        return all;
    }

    /** The numbers of an account may be wrong: it is counted soon. */
    void doubt(Account account) {
        doubtful.add(account);
    }

    /** What happens in one account while something of it is counted; to be closed. Thread-safe. */
    static final class Watch implements AutoCloseable {
        private final Account account;
        private final Set<Watch> all;
        private Size came = Size.NONE;
        private Size went = Size.NONE;
        private boolean counted = true;

        private Watch(Account account, Set<Watch> all) {
            this.account = account;
            this.all = all;
        }

        private synchronized void add(Change change) {
            came = came.plus(change.came);
            went = went.plus(change.went);
            counted &= change.counted;
        }

        /** What came since. */
        synchronized Size came() {
            return came;
        }

        /** What went since. */
        synchronized Size went() {
            return went;
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    /** Begins to watch an account. */
    Watch watch(Account account) {
        Watch begun = new Watch(account, watches);
        return steps.alone(account, () -> {
            watches.add(begun);
            return begun;
        });
    }

    /**
     * Notes how much an account takes. What came or went since the watch began may or may not have been counted: within that the
     * number that is known is the better one.
     *
     * @param size of its files
     * @return false if folders were moved meanwhile, so that nothing was noted
     */
    boolean counted(Watch begun, Size size) {
        return steps.alone(begun.account, () -> {
            synchronized (begun) {
                if (begun.counted) {
                    store.counted(
                            begun.account,
                            size.without(begun.went),
                            size.plus(begun.came),
                            held.getOrDefault(begun.account, Size.NONE));
                }
                return begun.counted;
            }
        });
    }

    /**
     * Notes how much an account takes at least, whose folders were moved while it was counted: what is known stays if it is more.
     *
     * @param size of its files
     */
    void countedAtLeast(Account account, Size size) {
        steps.alone(account, () -> {
            store.counted(account, size, Size.UNLIMITED, held.getOrDefault(account, Size.NONE));
            return size;
        });
    }

    /** All accounts of which anything is known. */
    List<Account> known() {
        return store.all().stream().map(Room::account).toList();
    }
}
