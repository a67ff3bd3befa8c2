// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.meridian.workspace.client.Entry.Kind;
import org.meridian.workspace.client.Tally.Deed;
import org.meridian.workspace.node.NodePath;

/**
 * Makes one tree like another. What is the same is left alone. In memory are the names of the folders that are just looked at, and
 * a bounded number of files. A failure concerns one file or folder and is told to the tally. Not thread-safe.
 */
final class TreeCopy {

    private static final int MOST_WALKERS = 4;

    private final Side source;
    private final Side target;
    private final TransferOptions options;
    private final Tally tally;
    private final Workers workers;
    private final FileCopy files;
    private final Walkers<Branch> walkers;

    TreeCopy(Side source, Side target, TransferOptions options, Tally tally, Workers workers) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.tally = tally;
        this.workers = workers;
        this.files = new FileCopy(source, target, options, tally);
        this.walkers = new Walkers<>(this::visit, tally::isHopeless);
    }

    /**
     * A folder that is to be looked at.
     *
     * @param at where it is
     * @param isNew whether it was not there in the target
     */
    private record Branch(NodePath at, boolean isNew) {}

    /** Both folders of a branch, open until the last of its files is done. */
    private static final class Visit {
        private final NodePath at;
        private final Side.Folder from;
        private final Optional<Side.Folder> to;
        private final AtomicInteger users = new AtomicInteger(1);

        Visit(NodePath at, Side.Folder from, Optional<Side.Folder> to) {
            this.at = at;
            this.from = from;
            this.to = to;
        }

        void use() {
            users.incrementAndGet();
        }

        void release() {
            if (users.decrementAndGet() == 0) {
                from.close();
                to.ifPresent(Side.Folder::close);
            }
        }
    }

    /** Goes through the tree; files may still be under way when it ends. */
    void run() throws IOException {
        boolean there = target.isFolder(NodePath.ROOT);
        if (!there) {
            make(NodePath.ROOT);
        }
        walkers.add(new Branch(NodePath.ROOT, !there));
        walkers.run(Math.min(options.jobs(), MOST_WALKERS));
    }

    private void make(NodePath at) throws IOException {
        if (!options.dryRun()) {
            target.makeFolder(at);
        }
        tally.done(Deed.MADE, target.words(at));
    }

    private void visit(Branch branch) {
        try {
            boolean absent = branch.isNew() && options.dryRun();
            Visit visit = new Visit(
                    branch.at(),
                    source.open(branch.at()),
                    absent ? Optional.empty() : Optional.of(target.open(branch.at())));
            try {
                compare(visit, branch.isNew());
            } finally {
                visit.release();
            }
        } catch (IOException e) {
            tally.failed(source.words(branch.at()), e);
        }
    }

    private void compare(Visit visit, boolean isNew) throws IOException {
        Map<String, Entry> there = new HashMap<>();
        if (!isNew && visit.to.isPresent()) {
            visit.to.get().list(new Side.Listing() {
                @Override
                public void entry(Entry entry) {
                    there.put(entry.name(), entry);
                }

                @Override
                public void strange(String words) {
                    // What is there and cannot be in the source is neither replaced nor deleted.
                }
            });
        }
        Source listing = new Source(visit, there);
        visit.from.list(listing);
        if (options.delete() && !listing.strange) {
            deleteAll(visit, there, listing.count);
        }
    }

    /** What is listed in a folder of the source, compared with what is there in the target. */
    private final class Source implements Side.Listing {
        private final Visit visit;
        private final Map<String, Entry> there;
        private boolean strange;
        private long count;

        Source(Visit visit, Map<String, Entry> there) {
            this.visit = visit;
            this.there = there;
        }

        @Override
        public void entry(Entry entry) {
            count++;
            Optional<Entry> other = Optional.ofNullable(there.remove(entry.name()));
            try {
                NodePath at = visit.at.child(entry.name());
                switch (entry.kind()) {
                    case OTHER -> tally.done(Deed.LEFT_OUT, source.words(at));
                    case FOLDER -> folder(at, unblocked(at, entry, other));
                    case FILE -> file(visit, at, entry, unblocked(at, entry, other));
                }
            } catch (IOException e) {
                tally.failed(source.words(visit.at) + "/" + entry.name(), e);
            } catch (NodePath.InvalidPathException e) {
                tally.failed(
                        source.words(visit.at) + "/" + entry.name(), new VosException(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void strange(String words) {
            strange = true;
            tally.failed(source.words(visit.at), new VosException(words));
        }
    }

    /** What is in the target, if it can be replaced; what cannot goes first, if it may. */
    private Optional<Entry> unblocked(NodePath at, Entry entry, Optional<Entry> there) throws IOException {
        if (there.isEmpty() || there.get().kind() == entry.kind()) {
            return there;
        }
        // A link here is replaced as a file is: by a new file of its name.
        boolean replaced = target instanceof LocalSide
                && entry.kind() == Kind.FILE
                && there.get().kind() == Kind.OTHER;
        if (!replaced) {
            if (!options.delete()) {
                throw new VosException(target.words(at) + " is there, and is "
                        + switch (there.get().kind()) {
                            case FILE -> "a file";
                            case FOLDER -> "a folder";
                            case OTHER -> "a link, or something special";
                        });
            }
            delete(at, there.get());
        }
        return Optional.empty();
    }

    private void folder(NodePath at, Optional<Entry> there) throws IOException {
        if (there.isEmpty()) {
            make(at);
        }
        walkers.add(new Branch(at, there.isEmpty()));
    }

    private void file(Visit visit, NodePath at, Entry entry, Optional<Entry> there) throws IOException {
        tally.found(entry.size().orElse(0));
        visit.use();
        workers.submit(() -> {
            try {
                if (!tally.isHopeless()) {
                    file(new FileCopy.Pair(at, visit.from, visit.to), entry, there);
                }
            } catch (IOException e) {
                tally.failed(source.words(at), e);
            } finally {
                visit.release();
            }
        });
    }

    private void file(FileCopy.Pair pair, Entry entry, Optional<Entry> there) throws IOException {
        if (there.isPresent() && isUnchanged(pair, entry, there.get())) {
            tally.unchanged(entry.size().orElse(0));
            tally.done(Deed.UNCHANGED, source.words(pair.at()));
            return;
        }
        if (!options.dryRun()) {
            files.copy(pair, entry);
        }
        tally.done(Deed.COPIED, source.words(pair.at()));
    }

    private boolean isUnchanged(FileCopy.Pair pair, Entry entry, Entry there) throws IOException {
        if (!entry.size().equals(there.size()) || pair.to().isEmpty()) {
            return false;
        }
        if (isMd5Known(source, entry) && isMd5Known(target, there)) {
            return pair.from()
                    .md5(entry, options.checksum())
                    .equals(pair.to().get().md5(there, options.checksum()));
        }
        if (options.checksum() || entry.size().isEmpty()) {
            return false;
        }
        return isAsOld(entry.modified(), there.modified());
    }

    private static boolean isMd5Known(Side side, Entry entry) {
        return side instanceof LocalSide || entry.md5().isPresent();
    }

    /** Files that came here have the time of those at the service; those at a service have that of their arrival. */
    private boolean isAsOld(Optional<Instant> of, Optional<Instant> there) {
        if (of.isEmpty() || there.isEmpty()) {
            return false;
        }
        return target instanceof LocalSide
                ? of.get().truncatedTo(ChronoUnit.SECONDS).equals(there.get().truncatedTo(ChronoUnit.SECONDS))
                : !there.get().isBefore(of.get());
    }

    private void deleteAll(Visit visit, Map<String, Entry> leftOver, long inSource) throws IOException {
        if (visit.at.isRoot() && inSource == 0 && !leftOver.isEmpty() && !options.force()) {
            throw new VosException("it is empty, and all of " + target.words(visit.at)
                    + " would be deleted: if that is meant, say --force");
        }
        for (Entry entry : leftOver.values()) {
            NodePath at = visit.at.child(entry.name());
            try {
                delete(at, entry);
            } catch (IOException e) {
                tally.failed(target.words(at), e);
            }
        }
    }

    private void delete(NodePath at, Entry entry) throws IOException {
        if (!options.dryRun()) {
            target.delete(at, entry);
        }
        tally.done(Deed.DELETED, target.words(at));
    }
}
