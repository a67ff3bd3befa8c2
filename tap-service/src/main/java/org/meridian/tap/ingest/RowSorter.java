// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sorts rows by a key in bounded memory: chunks are sorted in memory, spilled to files and merged. Rows of equal key keep
 * their order. The files have no name while they are open, so nothing remains of them however the process ends. Not
 * thread-safe.
 */
final class RowSorter implements Closeable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 12;
    private static final int INDEX_BITS = 24;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;
    private static final int LOW_BITS = 23;
    private static final int IO_BUFFER = 1 << 18;

    private final Path folder;
    private final int chunkBytes;
    private final List<FileChannel> runs = new ArrayList<>();
    private byte[] data = new byte[1 << 16];
    private int used;
    private int[] starts = new int[1 << 10];
    private int rows;
    private long total;

    /**
     * A sorter.
     *
     * @param folder for spilled chunks; created when needed
     * @param chunkBytes memory for rows
     */
    RowSorter(Path folder, int chunkBytes) {
        this.folder = folder;
        this.chunkBytes = chunkBytes;
    }

    /** Takes the rows in order. */
    @FunctionalInterface
    interface Sink {
        /** One row. */
        void row(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Number of rows added. */
    long size() {
        return total;
    }

    /**
     * Adds a row.
     *
     * @param key from 0 to 2^62 - 1
     */
    void add(long key, byte[] bytes, int length) throws IOException {
        int needed = HEADER + length;
        if (rows > 0 && (used + (long) needed > chunkBytes || rows > INDEX_MASK)) {
            spill();
        }
        if (data.length - used < needed) {
            long grown = Math.max(used + (long) needed, Math.min(2L * data.length, chunkBytes));
            data = Arrays.copyOf(data, Math.toIntExact(grown));
        }
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, 2 * rows);
        }
        starts[rows++] = used;
        LONG.set(data, used, key);
        INT.set(data, used + 8, length);
        System.arraycopy(bytes, 0, data, used + HEADER, length);
        used += needed;
        total++;
    }

    /** Gives all rows to {@code sink}, in the order of their keys. To be called once. */
    void drain(Sink sink) throws IOException {
        if (runs.isEmpty()) {
            for (int index : sorted()) {
                int start = starts[index];
                sink.row(data, start + HEADER, (int) INT.get(data, start + 8));
            }
            return;
        }
        if (rows > 0) {
            spill();
        }
        data = new byte[0];
        merge(sink);
    }

    /** Row numbers of the chunk in the order of keys. */
    private int[] sorted() {
        long[] order = new long[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = key(i) >>> LOW_BITS << INDEX_BITS | i;
        }
        Arrays.sort(order);
        // So far by the upper bits of the key; now the lower ones where the upper are equal.
        for (int from = 0; from < rows; ) {
            int to = from + 1;
            while (to < rows && order[to] >>> INDEX_BITS == order[from] >>> INDEX_BITS) {
                to++;
            }
            if (to - from > 1) {
                for (int i = from; i < to; i++) {
                    int index = (int) (order[i] & INDEX_MASK);
                    order[i] = (key(index) & (1L << LOW_BITS) - 1) << INDEX_BITS | index;
                }
                Arrays.sort(order, from, to);
            }
            from = to;
        }
        int[] indexes = new int[rows];
        for (int i = 0; i < rows; i++) {
            indexes[i] = (int) (order[i] & INDEX_MASK);
        }
        return indexes;
    }

    private long key(int index) {
        return (long) LONG.get(data, starts[index]);
    }

    private void spill() throws IOException {
        // The rows are not published yet: nobody else may read them.
        Files.createDirectories(folder, readableByOwner("rwx------"));
        Path file = folder.resolve(
                "sort-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        FileChannel run = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                readableByOwner("rw-------"));
        runs.add(run);
        byte[] block = new byte[IO_BUFFER];
        int filled = 0;
        for (int index : sorted()) {
            int start = starts[index];
            int size = HEADER + (int) INT.get(data, start + 8);
            if (filled + size > block.length) {
                write(run, block, 0, filled);
                filled = 0;
            }
            if (size > block.length) {
                write(run, data, start, size);
            } else {
                System.arraycopy(data, start, block, filled, size);
                filled += size;
            }
        }
        write(run, block, 0, filled);
        run.position(0);
        rows = 0;
        used = 0;
    }

    private static FileAttribute<?> readableByOwner(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static void write(FileChannel run, byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            run.write(buffer);
        }
    }

    private void merge(Sink sink) throws IOException {
        PriorityQueue<Run> heads = new PriorityQueue<>(
                Comparator.<Run>comparingLong(run -> run.key).thenComparingInt(run -> run.number));
        for (FileChannel channel : runs) {
            Run run = new Run(channel, heads.size());
            if (run.advance()) {
                heads.add(run);
            }
        }
        while (!heads.isEmpty()) {
            Run least = heads.poll();
            sink.row(least.row, 0, least.length);
            if (least.advance()) {
                heads.add(least);
            }
        }
    }

    /** A spilled chunk being read. */
    private static final class Run {
        private final DataInputStream in;
        private final int number;
        private long key;
        private int length;
        private byte[] row = new byte[256];

        Run(FileChannel channel, int number) {
            this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), IO_BUFFER));
            this.number = number;
        }

        boolean advance() throws IOException {
            try {
                key = in.readLong();
            } catch (EOFException end) {
                return false;
            }
            length = in.readInt();
            if (row.length < length) {
                row = new byte[Math.max(length, 2 * row.length)];
            }
            in.readFully(row, 0, length);
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel run : runs) {
            run.close();
        }
        runs.clear();
        data = new byte[0];
    }
}
