// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.PrivateFolder;

/**
 * A result being written: in memory while it is small, else in a file that closing puts on disk. One thread writes; {@link
 * #bytes()} may be called from any.
 */
final class ResultOutput extends OutputStream {

    /** Results up to this size are kept with the job: a file is three round trips to the disk. */
    static final int IN_MEMORY = 16 << 10;

    private static final int BUFFER = 64 << 10;

    /** Results up to this size are always kept. */
    static final int SMALL = 1 << 20;

    /**
     * What an account may keep.
     *
     * @param used bytes that it keeps besides this result
     * @param most bytes at most
     */
    record Room(long used, long most) {
        private long left() {
            return most - used;
        }
    }

    private final Path path;
    private final Supplier<Room> room;
    private final AtomicLong bytes = new AtomicLong();
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private OutputStream out = memory;
    private Optional<Room> known = Optional.empty();
    private boolean closed;

    /**
     * A result without bytes yet.
     *
     * @param path of the file, if one is needed; its folder is made with it
     * @param room for it; not asked for small results
     */
    ResultOutput(Path path, Supplier<Room> room) {
        this.path = path;
        this.room = room;
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes.get();
    }

    boolean isFile() {
        return channel != null;
    }

    /** What was written to a result that is not in a file. */
    byte[] content() {
        return memory.toByteArray();
    }

    @Override
    public void write(int value) throws IOException {
        count(1);
        out.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        count(length);
        out.write(source, offset, length);
    }

    /** Writers flush so that a client sees its first rows soon; nobody looks at a result before it is whole. */
    @Override
    public void flush() {
        // See above.
    }

    private void count(int length) throws IOException {
        long now = bytes.addAndGet(length);
        if (now > IN_MEMORY && channel == null) {
            open();
        }
        if (now <= SMALL) {
            return;
        }
        if (known.isEmpty()) {
            known = Optional.of(room.get());
        }
        Room allowed = known.get();
        if (now > allowed.left()) {
            throw new UsageFault("you have used " + allowed.used + " of " + allowed.most
                    + " bytes of files of jobs, and this result has more than the "
                    + Math.max(0, allowed.left())
                    + " that are left; ask for fewer rows or columns, delete jobs, or ask the operator for more");
        }
    }

    private void open() throws IOException {
        PrivateFolder.create(path.resolveSibling("."));
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        memory.writeTo(out);
        memory.reset();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (channel == null) {
            return;
        }
        try (FileChannel file = channel) {
            out.flush();
            file.force(true);
        }
    }
}
