// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.meridian.core.votable.spool.SpoolArea;

/** Prints rows per second of processor time of each format, one thread, ten mixed columns, from memory to nowhere. */
public final class WriterSpeed {
    private static final int BLOCK = 1000;

    private WriterSpeed() {}

    /** @param args formats by short name; all if none */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        Path scratch = Files.createTempDirectory("speed");
        SpoolArea area = SpoolArea.open(scratch, SpoolArea.Limits.DEFAULT);
        for (TableFormat format : TableFormat.values()) {
            if (args.length > 0 && !List.of(args).contains(format.shortNames().getLast())) {
                continue;
            }
            TableWriter writer = ResponseFormat.of(format).writer(area);
            long rows = format == TableFormat.FITS ? 200_000 : 2_000_000;
            double best = 0;
            for (int round = 0; round < 5; round++) {
                RowStream stream = new Repeated(block(), rows);
                long start = cpuNanos();
                writer.write(stream, ResultDocument.plain(), OutputStream.nullOutputStream());
                best = Math.max(best, rows / ((cpuNanos() - start) / 1e9));
            }
            System.out.printf("%-18s %6.2f M rows/s%n", format, best / 1e6);
        }
        Files.delete(scratch);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static ArrayRowStream block() {
        List<Field> fields = List.of(
                Field.of("id", Primitive.LONG),
                Field.of("ra", Primitive.DOUBLE),
                Field.of("dec", Primitive.DOUBLE),
                Field.of("pmra", Primitive.FLOAT),
                Field.of("mag", Primitive.FLOAT),
                Field.of("n", Primitive.INT),
                Field.of("flag", Primitive.SHORT),
                Field.of("variable", Primitive.BOOLEAN),
                Field.of("name", Primitive.CHAR),
                Field.of("epoch", Primitive.TIMESTAMP));
        SplittableRandom random = new SplittableRandom(1);
        List<List<?>> rows = new ArrayList<>();
        for (int i = 0; i < BLOCK; i++) {
            rows.add(List.of(
                    random.nextLong(1L << 60),
                    random.nextDouble(360),
                    random.nextDouble(-90, 90),
                    i % 10 == 0 ? Optional.empty() : (float) random.nextDouble(-50, 50),
                    (float) Math.rint(random.nextDouble(5, 22) * 1000) / 1000,
                    random.nextInt(100_000),
                    random.nextInt(100),
                    random.nextBoolean(),
                    "SRC J" + random.nextInt(1_000_000),
                    LocalDateTime.of(2020, 1, 1, 0, 0).plusSeconds(random.nextInt(100_000_000))));
        }
        return ArrayRowStream.of(fields, rows);
    }

    private static final class Repeated implements RowStream {
        private final List<Field> fields;
        private final byte[][] buffers = new byte[BLOCK][];
        private final int[][] offsets = new int[BLOCK][];
        private final int[][] lengths = new int[BLOCK][];
        private final long rows;
        private long row = -1;

        Repeated(ArrayRowStream block, long rows) {
            this.fields = block.fields();
            this.rows = rows;
            for (int i = 0; block.advance(); i++) {
                buffers[i] = block.buffer();
                offsets[i] = new int[fields.size()];
                lengths[i] = new int[fields.size()];
                for (int c = 0; c < fields.size(); c++) {
                    offsets[i][c] = block.offset(c);
                    lengths[i][c] = block.length(c);
                }
            }
        }

        @Override
        public List<Field> fields() {
            return fields;
        }

        @Override
        public boolean advance() {
            return ++row < rows;
        }

        @Override
        public byte[] buffer() {
            return buffers[(int) (row % BLOCK)];
        }

        @Override
        public int offset(int index) {
            return offsets[(int) (row % BLOCK)][index];
        }

        @Override
        public int length(int index) {
            return lengths[(int) (row % BLOCK)][index];
        }

        @Override
        public void close() {}
    }
}
