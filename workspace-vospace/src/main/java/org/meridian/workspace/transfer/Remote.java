// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.usage.Spender;
import org.meridian.core.uws.JobOwner;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.Digests;
import org.meridian.workspace.rest.MediaTypes;
import org.meridian.workspace.space.Bytes;
import org.meridian.workspace.space.Progress;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.transfer.NodeJobs.Work;
import org.meridian.workspace.transfer.Transfer.Protocol;

/**
 * Bytes between a space and other services, which users name: what may be reached is the fetcher's to decide. Thread-safe.
 *
 * @param space whose files they are
 * @param fetch reaches other services
 */
record Remote(Space space, GuardedFetch fetch) {

    private static final String CORE = "ivo://ivoa.net/vospace/core#";

    /** Whether a protocol can be used from here. */
    static boolean isSpoken(Protocol protocol, boolean pulls) {
        Set<String> ours =
                pulls ? Set.of(CORE + "httpget", CORE + "httpsget") : Set.of(CORE + "httpput", CORE + "httpsput");
        return ours.contains(protocol.uri()) && protocol.endpoint().isPresent();
    }

    /**
     * Fetches bytes into a file; what they are said to be is compared.
     *
     * @throws DaliFault if they cannot be had
     * @throws VospaceFault if they cannot be kept
     */
    void pull(Work work, NodePath path, String url) throws IOException {
        space.bytes().requireWritable(work.subject(), path, Optional.empty());
        fetch.read(url, who(work), received -> {
            Digests.Announced announced = announced(received);
            Bytes.Sent sent = new Bytes.Sent(
                    received.length(),
                    announced.md5(),
                    announced.sha256(),
                    received.header("Content-Type").filter(MediaTypes::isOne),
                    Set.of(),
                    false,
                    Optional.empty());
            try {
                InputStream body = new Counted(received.body(), work.progress());
                return space.bytes().write(work.subject(), path, body, sent, work.progress());
            } catch (VospaceFault fault) {
                if (received.failure().isPresent()) {
                    throw received.failure().get();
                }
                throw fault;
            }
        });
        work.progress().nodes(1);
    }

    /** Checksums that another service says in a way of its own are not compared. */
    private static Digests.Announced announced(GuardedFetch.Received received) {
        try {
            return Digests.of(received::header);
        } catch (VospaceFault unreadable) {
            return new Digests.Announced(Optional.empty(), Optional.empty());
        }
    }

    /**
     * Sends the bytes of a file, and what their checksums are.
     *
     * @throws DaliFault if they are not taken
     * @throws VospaceFault if they cannot be read
     */
    void push(Work work, NodePath path, String url) throws IOException {
        try (Bytes.Readable file = space.bytes().read(work.subject(), path)) {
            Map<String, String> headers = new TreeMap<>();
            file.record()
                    .checksumsOf(file.file().state())
                    .ifPresent(known -> Digests.headers(known).forEach(headers::put));
            InputStream body = new Counted(Channels.newInputStream(file.file().channel()), work.progress());
            fetch.send(
                    url,
                    new GuardedFetch.Sending(
                            body,
                            file.file().state().size(),
                            file.record().contentType().orElseGet(() -> MediaTypes.ofName(path.name())),
                            headers),
                    who(work));
            requireSame(work, path, file);
        }
        work.progress().nodes(1);
    }

    private void requireSame(Work work, NodePath path, Bytes.Readable sent) throws IOException {
        try (Bytes.Readable now = space.bytes().read(work.subject(), path)) {
            FileState before = sent.file().state();
            boolean same = now.file().state().identity().equals(before.identity());
            if (same && !now.file().state().sameBytesAs(before)) {
                throw new VospaceFault(
                        Name.TransferFailed, path + " was changed while it was sent; what arrived is not whole");
            }
        }
    }

    private static GuardedFetch.OnBehalf who(Work work) {
        JobOwner owner = work.execution().job().owner();
        return new GuardedFetch.OnBehalf(
                Spender.of(work.subject(), owner.knownAddress()).limitedAccount(),
                work.execution().stop());
    }

    /** Bytes that are counted as they pass, as long as they are wanted. */
    private static final class Counted extends FilterInputStream {

        private final Progress progress;

        Counted(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            progress.requireWanted();
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                progress.bytes(count);
            }
            return count;
        }
    }
}
