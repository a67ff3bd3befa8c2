// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;

/**
 * Who may do what with a node: what is said of it, and of the containers it is in where nothing nearer is said. Immutable.
 *
 * <p>A user owns {@code /home/NAME} and {@code /pub/NAME}; a group, which means each of its members, owns {@code /team/GROUP};
 * and all that is in there, whoever made it: to have made something gives no right to it. Owners may do everything; writers
 * read and write; readers read. Making, renaming and deleting are writing to the container; a locked node is not changed by
 * anybody, nor is what it contains.
 */
public final class Rights {

    /** What can be done with a node. */
    public enum Action {
        /** Reading its bytes or its list of children, and what is said of it. */
        READ("reading"),
        /** Changing its bytes or children, and what is said of it. */
        WRITE("changing"),
        /** Saying who may do what. */
        SHARE("sharing");

        private final String word;

        Action(String word) {
            this.word = word;
        }
    }

    /**
     * Something that holds, and the node of which it was said.
     *
     * @param value what holds
     * @param from the node itself or a container above it
     */
    public record Said<T>(T value, NodePath from) {}

    private static final String HOME = "home";
    private static final String TEAM = "team";
    private static final String PUB = "pub";
    private static final Set<String> PLACES = Set.of(HOME, TEAM, PUB);

    private final NodePath path;
    private Optional<String> creator = Optional.empty();
    private Optional<Said<String>> owningUser = Optional.empty();
    private Optional<Said<String>> owningGroup = Optional.empty();
    private Said<Boolean> publicRead = new Said<>(false, NodePath.ROOT);
    private Said<Set<String>> readers = new Said<>(Set.of(), NodePath.ROOT);
    private Said<Set<String>> writers = new Said<>(Set.of(), NodePath.ROOT);
    private Optional<NodePath> locked = Optional.empty();

    private Rights(NodePath path) {
        this.path = path;
    }

    /**
     * The rights of a node.
     *
     * @param path of the node
     * @param said what is said of the root, of each container on the way and of the node itself, in this order: one more than
     *     the path has names
     */
    public static Rights of(NodePath path, List<OwnRights> said) {
        if (said.size() != path.names().size() + 1) {
            throw new IllegalArgumentException("a path of " + path.names().size() + " names passes "
                    + (path.names().size() + 1) + " nodes, not " + said.size());
        }
        Rights rights = new Rights(path);
        for (int i = 0; i < said.size(); i++) {
            rights.place(path.first(i));
            rights.add(path.first(i), said.get(i));
        }
        rights.creator = said.getLast().owner();
        return rights;
    }

    /** What holds of the first containers by their names alone. */
    private void place(NodePath at) {
        if (at.names().size() > 2) {
            return;
        }
        String top = at.isRoot() ? "" : at.names().getFirst();
        boolean container = at.names().size() < 2;
        boolean known = at.isRoot() || PLACES.contains(top);
        // Everybody may see who is there; of what is in it only that which he may read is shown to him.
        publicRead = new Said<>(known && (container || top.equals(PUB)), at);
        if (!container && known) {
            Optional<Said<String>> owner = Optional.of(new Said<>(at.name(), at));
            owningUser = top.equals(TEAM) ? Optional.empty() : owner;
            owningGroup = top.equals(TEAM) ? owner : Optional.empty();
        }
    }

    private void add(NodePath at, OwnRights said) {
        said.publicRead().ifPresent(value -> publicRead = new Said<>(value, at));
        said.readers().ifPresent(value -> readers = new Said<>(value, at));
        said.writers().ifPresent(value -> writers = new Said<>(value, at));
        if (said.locked() && locked.isEmpty()) {
            locked = Optional.of(at);
        }
    }

    /** Whether everybody may read it. */
    public Said<Boolean> publicRead() {
        return publicRead;
    }

    /** Groups that may read it. */
    public Said<Set<String>> readers() {
        return readers;
    }

    /** Groups that may read and write it. */
    public Said<Set<String>> writers() {
        return writers;
    }

    /** Whether a node in it, of which nothing is said, has the readers and writers that it would have in another. */
    public boolean areInheritedAs(Rights other) {
        return publicRead.value.equals(other.publicRead.value)
                && readers.value.equals(other.readers.value)
                && writers.value.equals(other.writers.value);
    }

    /** The locked node that keeps it from being changed: itself, or a container above it. */
    public Optional<NodePath> locked() {
        return locked;
    }

    /** Who made it, as far as that is known; else whose workspace it is in. Empty for the first containers. */
    public Optional<String> creator() {
        return creator.or(() -> owningUser.or(() -> owningGroup).map(Said::value));
    }

    /**
     * Whether somebody may do something with it.
     *
     * @return if not, the reason in words for him; to those who may not read it, nothing of what is said of it
     */
    public Decision decide(Subject subject, Action action) {
        Scope scope = action == Action.READ ? Scope.VOSPACE_READ : Scope.VOSPACE_WRITE;
        if (!subject.isAnonymous() && !subject.scopes().contains(scope)) {
            return new Decision.Refused("the token is not good for " + action.word + " files: it lacks the scope '"
                    + scope.text() + "'; make one that has it at /auth/tokens");
        }
        if (why(subject, Action.READ).isEmpty()) {
            return new Decision.Refused(notForHim(path, subject));
        }
        if (why(subject, action).isEmpty()) {
            return new Decision.Refused(
                    action.word + " " + path + " needs " + needed(action) + "; you are " + who(subject));
        }
        return action == Action.WRITE && locked.isPresent()
                ? new Decision.Refused(path + " cannot be changed: " + locked.get() + " is locked")
                : Decision.ALLOWED;
    }

    /** Whether nothing but a lock keeps somebody from changing it. */
    public boolean isLockedAlone(Subject subject) {
        boolean scoped = subject.isAnonymous() || subject.scopes().contains(Scope.VOSPACE_WRITE);
        return scoped && locked.isPresent() && why(subject, Action.WRITE).isPresent();
    }

    /** What those are told who may not know whether something is there. */
    public static String notForHim(NodePath path, Subject subject) {
        return path + " is not there, or not for you: you are " + who(subject);
    }

    /** Why somebody may do something with it, in words such as {@code writable by gaia, as /home/ann/data says}; empty if he may not. */
    public Optional<String> why(Subject subject, Action action) {
        Optional<String> owns = owningUser
                .filter(owner -> subject.name().equals(Optional.of(owner.value)))
                .map(owner -> "yours, as " + owner.from + " is")
                .or(() -> owningGroup
                        .filter(owner -> subject.groups().contains(owner.value))
                        .map(owner -> "of " + owner.value + ", in which you are"));
        if (owns.isPresent()) {
            return owns;
        }
        Optional<String> writes = by(subject, writers, "writable");
        return switch (action) {
            case SHARE -> Optional.empty();
            case WRITE -> writes;
            case READ ->
                writes.or(() -> by(subject, readers, "readable"))
                        .or(() -> publicRead.value
                                ? Optional.of("readable by everybody, as " + publicRead.from + " says")
                                : Optional.empty());
        };
    }

    /** Who may do what with it, in a sentence for each rule, such as {@code readable by gaia, as /home/ann/data says}. */
    public List<String> explained() {
        List<String> rules = new ArrayList<>();
        owningUser.ifPresent(owner -> rules.add("owned by " + owner.value + ", as " + owner.from + " is"));
        owningGroup.ifPresent(
                owner -> rules.add("owned by everybody in " + owner.value + ", as " + owner.from + " is"));
        new TreeSet<>(writers.value)
                .forEach(group -> rules.add("writable by " + group + ", as " + writers.from + " says"));
        new TreeSet<>(readers.value)
                .forEach(group -> rules.add("readable by " + group + ", as " + readers.from + " says"));
        if (publicRead.value) {
            rules.add("readable by everybody, as " + publicRead.from + " says");
        }
        locked.ifPresent(container -> rules.add("not to be changed by anybody: " + container + " is locked"));
        return rules;
    }

    private static Optional<String> by(Subject subject, Said<Set<String>> groups, String how) {
        return new TreeSet<>(groups.value)
                .stream()
                        .filter(subject.groups()::contains)
                        .findFirst()
                        .map(group -> how + " by " + group + ", as " + groups.from + " says");
    }

    private String needed(Action action) {
        List<String> any = new ArrayList<>();
        owningUser.ifPresent(owner -> any.add(owner.value));
        owningGroup.ifPresent(owner -> any.add("group " + owner.value));
        if (action == Action.WRITE) {
            new TreeSet<>(writers.value).forEach(group -> any.add("group " + group));
        }
        return any.isEmpty() ? "an administrator" : String.join(" or ", any);
    }

    private static String who(Subject subject) {
        if (subject.isAnonymous()) {
            return "not signed in";
        }
        String groups = subject.groups().isEmpty() ? "no group" : String.join(", ", new TreeSet<>(subject.groups()));
        return subject.name().orElseThrow() + ", in " + groups;
    }
}
