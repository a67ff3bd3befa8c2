// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.place;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.place.UserFiles;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes;
import org.meridian.workspace.space.Progress;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.Writing;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.ArrivalStore;
import org.meridian.workspace.store.ArrivalStore.Arrival;

/** The files of a space by their identifiers, with the rights of whoever names them. Thread-safe. */
public final class WorkspaceFiles implements UserFiles {

    /** Links on the way to a file; more are a circle, or nobody's intention. */
    private static final int MOST_LINKS = 8;

    private static final Duration LATER = Duration.ofMinutes(1);
    private static final String SHORT_SCHEME = "vos:/";

    private final Space space;
    private final ArrivalStore arrivals;
    private final Audit audit;
    private final boolean forAnybody;

    /**
     * The files of a space.
     *
     * @param arrivals what jobs were about to do
     * @param audit where refusals are noted
     * @param forAnybody whether those who have not signed in are answered at all
     */
    public WorkspaceFiles(Space space, ArrivalStore arrivals, Audit audit, boolean forAnybody) {
        this.space = space;
        this.arrivals = arrivals;
        this.audit = audit;
        this.forAnybody = forAnybody;
    }

    @Override
    public boolean areThere() {
        return true;
    }

    @Override
    public Source open(Subject who, String uri) throws IOException {
        return told(who, uri, () -> {
            if (who.isAnonymous() && !forAnybody) {
                throw new VospaceFault(Name.PermissionDenied, "workspaces are for users who have signed in");
            }
            return new OpenSource(space.bytes().read(who, followed(who, path(uri))));
        });
    }

    private record OpenSource(Bytes.Readable file) implements Source {
        @Override
        public InputStream bytes() {
            return Channels.newInputStream(file.file().channel());
        }

        @Override
        public long size() {
            return file.file().state().size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private NodePath path(String uri) {
        VosUri uris = space.uris();
        boolean inShort =
                UserFiles.isNamed(uri) && uri.startsWith("/", SHORT_SCHEME.length() - 1) && !VosUri.isVos(uri);
        return uris.path(inShort ? uris.of(NodePath.ROOT) + uri.substring(SHORT_SCHEME.length() - 1) : uri);
    }

    /** The file that a path leads to through links; what each of them says is looked at with the same rights. */
    private NodePath followed(Subject who, NodePath start) throws IOException {
        NodePath path = start;
        for (int links = 0; links <= MOST_LINKS; links++) {
            Node node = space.get(who, path);
            if (node.type() != NodeType.LinkNode) {
                return path;
            }
            String target = node.target().orElse("");
            if (!space.uris().isMine(target)) {
                throw new VospaceFault(
                        Name.LinkFound, path + " is a link that leads out of this space; name what it points to");
            }
            path = space.uris().path(target);
        }
        throw new VospaceFault(Name.LinkFound, start + " leads through more than " + MOST_LINKS + " links");
    }

    @Override
    public Destination destination(Wish wish) throws IOException {
        Subject who = wish.who().get();
        return told(who, wish.uri(), () -> {
            if (who.isAnonymous()) {
                throw new VospaceFault(
                        Name.PermissionDenied, "results go into files of users who have signed in; leave out DEST");
            }
            NodePath path = path(wish.uri());
            space.bytes().requireWritable(who, path, Optional.empty());
            return new Place(wish, path);
        });
    }

    /** A place for one file. */
    private final class Place implements Destination {

        private final Wish wish;
        private final NodePath path;

        Place(Wish wish, NodePath path) {
            this.wish = wish;
            this.path = path;
        }

        @Override
        public String uri() {
            return space.uris().of(path);
        }

        @Override
        public String path() {
            return "/vospace/files" + VosUri.escaped(path);
        }

        @Override
        public boolean isDone() throws IOException {
            Optional<Arrival> noted = wish.job()
                    .flatMap(arrivals::find)
                    .filter(each -> each.path().equals(path.toString()));
            Subject who = wish.who().get();
            return noted.isPresent()
                    && told(
                            who,
                            wish.uri(),
                            () -> space.isAt(who, path, noted.get().node()));
        }

        @Override
        public NewFile begin(String mediaType) throws IOException {
            Bytes.Sent sent = new Bytes.Sent(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(mediaType),
                    Set.of(),
                    false,
                    Optional.empty());
            Subject who = wish.who().get();
            return told(
                    who, wish.uri(), () -> new Written(wish, who, space.bytes().begin(who, path, sent)));
        }
    }

    /** A file that is being written for somebody. */
    private final class Written extends NewFile {

        private final Wish wish;
        private final Subject who;
        private final Writing writing;

        Written(Wish wish, Subject who, Writing writing) {
            this.wish = wish;
            this.who = who;
            this.writing = writing;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            told(who, wish.uri(), () -> {
                writing.write(bytes, offset, length);
                return length;
            });
        }

        @Override
        public boolean finish() throws IOException {
            Subject now = wish.who().get();
            return told(now, wish.uri(), () -> writing.finish(now, new Noting(wish.job())))
                    .created();
        }

        @Override
        public void close() throws IOException {
            writing.close();
        }
    }

    /** Notes what a job is about to put where. */
    private final class Noting implements Progress {

        private final Optional<String> job;

        Noting(Optional<String> job) {
            this.job = job;
        }

        @Override
        public void nodes(long count) {}

        @Override
        public void bytes(long count) {}

        @Override
        public void requireWanted() {}

        @Override
        public void arriving(Identity node, NodePath path) {
            job.ifPresent(id -> arrivals.note(id, new Arrival(node, path.toString())));
        }
    }

    @FunctionalInterface
    private interface Act<T> {
        T run() throws IOException;
    }

    /** What comes of something, with faults in the words of the services that ask. */
    private <T> T told(Subject who, String uri, Act<T> act) throws IOException {
        try {
            return act.run();
        } catch (VospaceFault fault) {
            if (fault.name() == Name.PermissionDenied && !who.isAnonymous()) {
                audit.note(new AuditEvent(
                        AuditEvent.Action.REFUSED,
                        who.name(),
                        Optional.empty(),
                        Secret.redacted(uri + ": " + fault.detail())));
            }
            throw of(fault, who);
        }
    }

    private static DaliFault of(VospaceFault fault, Subject who) {
        return switch (fault.name()) {
            case PermissionDenied ->
                who.isAnonymous() ? new AuthenticationFault(fault.text()) : new AuthorizationFault(fault.text());
            case NodeBusy -> new TransientFault(fault.text(), LATER);
            // Somebody has to do something first: whoever tried again would have his whole query run for nothing.
            case NodeLocked -> UsageFault.locked(fault.text());
            case QuotaExceeded -> FatalFault.insufficientStorage(fault.text());
            case InternalFault -> new FatalFault(fault.text());
            default -> new UsageFault(fault.text());
        };
    }
}
