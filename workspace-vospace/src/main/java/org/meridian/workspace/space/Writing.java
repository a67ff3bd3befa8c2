// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.Draft;

/**
 * A file whose bytes are made while they are written, rather than read from somewhere. It takes its place when it is finished;
 * closed before, it leaves nothing. Not thread-safe.
 */
public final class Writing extends OutputStream {

    private final Bytes bytes;
    private final NodePath path;
    private final Hold hold;
    private final Draft draft;
    private final Bytes.Sent sent;
    private final ByteBuffer buffer = ByteBuffer.allocate(Bytes.CHUNK);
    private long chunks;

    Writing(Bytes bytes, NodePath path, Hold hold, Draft draft, Bytes.Sent sent) {
        this.bytes = bytes;
        this.path = path;
        this.hold = hold;
        this.draft = draft;
        this.sent = sent;
    }

    @Override
    public void write(int value) throws IOException {
        if (!buffer.hasRemaining()) {
            pass();
        }
        buffer.put((byte) value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                pass();
            }
            int part = Math.min(length - done, buffer.remaining());
            buffer.put(source, offset + done, part);
            done += part;
        }
    }

    private void pass() throws IOException {
        bytes.add(draft, hold, buffer.flip(), ++chunks);
        buffer.clear();
    }

    /**
     * Gives it its place.
     *
     * @param subject whose rights count now
     * @param progress is told before it happens
     * @throws org.meridian.workspace.node.VospaceFault as of {@link Bytes#write}
     */
    public Bytes.Written finish(Subject subject, Progress progress) throws IOException {
        pass();
        progress.arriving(draft.state().identity(), path);
        return bytes.publish(subject, path, draft, sent, hold);
    }

    @Override
    public void close() throws IOException {
        try (hold) {
            draft.close();
        }
    }
}
