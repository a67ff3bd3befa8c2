// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.votable.BrokenRows;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.TableWriter;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolArea.Limits;

@Timeout(60)
class DeliveryTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final ExecutorService producers = Executors.newCachedThreadPool();
    private final AtomicInteger cancelled = new AtomicInteger();

    @BeforeEach
    void start() {
        cancelled.set(0);
    }

    @AfterEach
    void stop() {
        producers.shutdownNow();
    }

    private SpoolArea area(Limits limits) throws IOException {
        return SpoolArea.open(folder, limits);
    }

    private Delivery.Transfer start(SpoolArea area, RowStream rows, TableFormat format) {
        TableWriter writer = ResponseFormat.of(format).writer(area);
        return new Delivery(area, producers, LONG)
                .start(rows, writer, ResultDocument.plain(), cancelled::incrementAndGet);
    }

    /** Rows 0, 1, 2 ... that tell when they are closed, and may wait at one of them. */
    private static final class CountedRows implements RowStream {
        private final int count;
        private final int waitAt;
        final CountDownLatch gate = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        private int row = -1;

        CountedRows(int count, int waitAt) {
            this.count = count;
            this.waitAt = waitAt;
        }

        @Override
        public List<Field> fields() {
            return List.of(Field.of("n", Primitive.INT));
        }

        @Override
        public boolean advance() throws IOException {
            if (++row == waitAt) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return row < count;
        }

        @Override
        public byte[] buffer() {
            return ByteBuffer.allocate(4).putInt(row).array();
        }

        @Override
        public int offset(int index) {
            return 0;
        }

        @Override
        public int length(int index) {
            return 4;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** A client that takes nothing before its gate opens. */
    private static final class SlowClient extends ByteArrayOutputStream {
        final CountDownLatch gate = new CountDownLatch(1);
        final CountDownLatch firstBytes = new CountDownLatch(1);

        @Override
        public void write(byte[] bytes, int offset, int length) {
            firstBytes.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.write(bytes, offset, length);
        }
    }

    private static String csv(int rows) {
        StringBuilder text = new StringBuilder("n\r\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append("\r\n");
        }
        return text.toString();
    }

    private void assertNoFilesLeft(SpoolArea area) throws IOException {
        assertEquals(0, area.usedBytes());
        try (var files = Files.list(folder)) {
            assertFalse(files.findAny().isPresent());
        }
    }

    @Test
    void aFastClientGetsTheWholeDocument() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        CountedRows rows = new CountedRows(100_000, -1);
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        try (Delivery.Transfer transfer = start(area, rows, TableFormat.CSV)) {
            assertEquals(new TableOutcome.Complete(100_000), transfer.copyTo(client));
        }
        assertEquals(csv(100_000), client.toString(StandardCharsets.UTF_8));
        assertEquals(0, cancelled.get());
        assertTrue(rows.closed.await(10, TimeUnit.SECONDS));
        assertNoFilesLeft(area);
    }

    @Test
    void rowsEndWhileTheClientHasTakenNothing() throws Exception {
        SpoolArea area = area(new Limits(1000, 1 << 30, 1 << 30));
        CountedRows rows = new CountedRows(200_000, -1);
        SlowClient client = new SlowClient();
        try (Delivery.Transfer transfer = start(area, rows, TableFormat.CSV)) {
            var outcome = producers.submit(() -> transfer.copyTo(client));
            assertTrue(client.firstBytes.await(10, TimeUnit.SECONDS));
            assertTrue(rows.closed.await(30, TimeUnit.SECONDS), "the engine is free before the client has read");
            assertTrue(area.usedBytes() > 1_000_000);
            try (var files = Files.list(folder)) {
                assertFalse(files.findAny().isPresent(), "spool files have no name");
            }
            client.gate.countDown();
            assertEquals(new TableOutcome.Complete(200_000), outcome.get());
        }
        assertEquals(csv(200_000), client.toString(StandardCharsets.UTF_8));
        assertNoFilesLeft(area);
    }

    @Test
    void firstBytesAndRowsAreSentWhileOthersAreStillToCome() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        CountedRows rows = new CountedRows(10, 5);
        CountDownLatch flushed = new CountDownLatch(1);
        OutputStream client = new OutputStream() {
            @Override
            public void write(int value) {}

            @Override
            public void flush() {
                flushed.countDown();
            }
        };
        try (Delivery.Transfer transfer = start(area, rows, TableFormat.VOTABLE_TABLEDATA)) {
            var outcome = producers.submit(() -> transfer.copyTo(client));
            assertTrue(flushed.await(10, TimeUnit.SECONDS), "flushed before the sixth row");
            rows.gate.countDown();
            assertEquals(10, outcome.get().rows());
        }
    }

    @Test
    void aClientThatGoesAwayCancelsTheQuery() throws Exception {
        SpoolArea area = area(new Limits(1000, 1 << 30, 1 << 30));
        CountedRows rows = new CountedRows(Integer.MAX_VALUE, -1);
        OutputStream client = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        try (Delivery.Transfer transfer = start(area, rows, TableFormat.CSV)) {
            IOException gone = assertThrows(IOException.class, () -> transfer.copyTo(client));
            assertEquals("broken pipe", gone.getMessage());
            assertEquals(1, cancelled.get());
        }
        assertEquals(1, cancelled.get());
        assertTrue(rows.closed.await(10, TimeUnit.SECONDS));
        producers.shutdown();
        assertTrue(producers.awaitTermination(10, TimeUnit.SECONDS));
        assertNoFilesLeft(area);
    }

    @Test
    void aResultBeyondItsQuotaEndsWellFormedAndSaysWhy() throws Exception {
        for (Limits limits : List.of(new Limits(1000, 300_000, 1 << 30), new Limits(1000, 1 << 30, 300_000))) {
            SpoolArea area = area(limits);
            CountedRows rows = new CountedRows(Integer.MAX_VALUE, -1);
            SlowClient client = new SlowClient();
            try (Delivery.Transfer transfer = start(area, rows, TableFormat.VOTABLE_TABLEDATA)) {
                assertTrue(rows.closed.await(30, TimeUnit.SECONDS));
                client.gate.countDown();
                TableOutcome.Failed failed = assertInstanceOf(TableOutcome.Failed.class, transfer.copyTo(client));
                assertInstanceOf(TransientFault.class, failed.cause().fault());
            }
            String xml = client.toString(StandardCharsets.UTF_8);
            assertTrue(xml.contains(
                    "value=\"ERROR\">" + (limits.resultBytes() == 300_000 ? "the result is larger" : "all results")));
            assertTrue(xml.endsWith("</INFO>\n</RESOURCE>\n</VOTABLE>\n"));
            assertNoFilesLeft(area);
        }
    }

    @Test
    void aFailureBeforeTheFirstRowIsKnownEarly() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        try (Delivery.Transfer transfer = start(area, new BrokenRows(0), TableFormat.VOTABLE_BINARY2)) {
            Optional<RowStreamException> early = transfer.earlyFailure(LONG);
            assertEquals(400, early.orElseThrow().fault().httpStatus());
        }
        try (Delivery.Transfer transfer = start(area, new BrokenRows(1), TableFormat.VOTABLE_BINARY2)) {
            assertEquals(Optional.empty(), transfer.earlyFailure(LONG));
            ByteArrayOutputStream client = new ByteArrayOutputStream();
            assertInstanceOf(TableOutcome.Failed.class, transfer.copyTo(client));
            assertTrue(client.toString(StandardCharsets.UTF_8).contains("value=\"ERROR\">division by zero</INFO>"));
        }
        CountedRows waiting = new CountedRows(1, 0);
        try (Delivery.Transfer transfer = start(area, waiting, TableFormat.VOTABLE_BINARY2)) {
            assertEquals(Optional.empty(), transfer.earlyFailure(Duration.ZERO));
            waiting.gate.countDown();
        }
    }

    @Test
    void aFailureAfterRowsIsKnownEarlyWhereNothingIsWrittenBeforeTheLast() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        try (Delivery.Transfer transfer = start(area, new BrokenRows(3), TableFormat.FITS)) {
            RowStreamException early = transfer.earlyFailure(LONG).orElseThrow();
            assertEquals("division by zero", early.fault().message());
        }
        CountedRows rows = new CountedRows(3, 2);
        try (Delivery.Transfer transfer = start(area, rows, TableFormat.FITS)) {
            assertEquals(Optional.empty(), transfer.earlyFailure(Duration.ZERO));
            rows.gate.countDown();
            assertEquals(Optional.empty(), transfer.earlyFailure(LONG));
            assertEquals(new TableOutcome.Complete(3), transfer.copyTo(OutputStream.nullOutputStream()));
        }
        Limits little = new Limits(1000, 100, 1 << 30);
        try (Delivery.Transfer transfer = start(area(little), new CountedRows(100_000, -1), TableFormat.FITS)) {
            assertTrue(transfer.earlyFailure(LONG).isPresent(), "rows that fill the spool");
        }
    }

    @Test
    void theEndOfAShortTableIsKnownBeforeItsFirstByte() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        try (Delivery.Transfer transfer = start(area, new CountedRows(100, -1), TableFormat.CSV)) {
            Optional<TableOutcome> end = transfer.earlyEnd();
            while (end.isEmpty()) {
                end = transfer.earlyEnd();
            }
            assertEquals(new TableOutcome.Complete(100), end.get());
            ByteArrayOutputStream client = new ByteArrayOutputStream();
            transfer.copyTo(client);
            assertEquals(csv(100), client.toString(StandardCharsets.UTF_8));
        }
        CountedRows waiting = new CountedRows(100, 50);
        try (Delivery.Transfer transfer = start(area, waiting, TableFormat.CSV)) {
            assertEquals(Optional.empty(), transfer.earlyEnd(), "a table whose rows come slowly");
            waiting.gate.countDown();
        }
        CountedRows many = new CountedRows(50_000, 49_999);
        try (Delivery.Transfer transfer = start(area, many, TableFormat.CSV)) {
            assertEquals(Optional.empty(), transfer.earlyEnd(), "a table larger than its buffer");
            many.gate.countDown();
        }
    }

    @Test
    void aFailureThatTheFormatCannotSayBreaksTheTransferOff() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        try (Delivery.Transfer transfer = start(area, new BrokenRows(1), TableFormat.CSV)) {
            assertThrows(RowStreamException.class, () -> transfer.copyTo(client));
        }
        assertEquals("n\r\n1\r\n# QUERY_STATUS=ERROR: division by zero\r\n", client.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aWriterThatBreaksDownIsNotTakenForAnEnd() throws Exception {
        SpoolArea area = area(Limits.DEFAULT);
        CountedRows rows = new CountedRows(1, -1);
        TableWriter broken = new TableWriter() {
            @Override
            public TableFormat format() {
                return TableFormat.JSON;
            }

            @Override
            public TableOutcome write(RowStream stream, ResultDocument document, OutputStream out) {
                throw new IllegalStateException("a bug");
            }
        };
        try (Delivery.Transfer transfer = new Delivery(area, producers, LONG)
                .start(rows, broken, ResultDocument.plain(), cancelled::incrementAndGet)) {
            assertThrows(IOException.class, () -> transfer.copyTo(OutputStream.nullOutputStream()));
        }
        assertTrue(rows.closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatTakesLongerThanAllowedIsCutOff() throws Exception {
        SpoolArea area = area(new Limits(1000, 1 << 30, 1 << 30));
        CountedRows rows = new CountedRows(100_000, -1);
        CountDownLatch produced = new CountDownLatch(1);
        Delivery hasty = new Delivery(
                area,
                task -> producers.execute(() -> {
                    task.run();
                    produced.countDown();
                }),
                Duration.ZERO);
        TableWriter writer = ResponseFormat.of(TableFormat.CSV).writer(area);
        SlowClient client = new SlowClient();
        try (Delivery.Transfer transfer =
                hasty.start(rows, writer, ResultDocument.plain(), cancelled::incrementAndGet)) {
            var outcome = producers.submit(() -> transfer.copyTo(client));
            assertTrue(produced.await(30, TimeUnit.SECONDS));
            client.gate.countDown();
            var failure = assertThrows(java.util.concurrent.ExecutionException.class, outcome::get);
            assertInstanceOf(IOException.class, failure.getCause());
        }
    }

    @Test
    void ringAndFileKeepTheOrderOfBytesWhateverTheirPace() throws Exception {
        SpoolArea area = area(new Limits(100, 1 << 30, 1 << 30));
        AtomicBoolean wrong = new AtomicBoolean();
        try (SpoolingBuffer buffer = new SpoolingBuffer(area)) {
            int total = 1_000_000;
            var maker = producers.submit(() -> {
                OutputStream out = buffer.output();
                for (int made = 0; made < total; ) {
                    byte[] part = new byte[Math.min(total - made, 1 + made * 7 % 160)];
                    for (int i = 0; i < part.length; i++) {
                        part[i] = (byte) ((made + i) % 251);
                    }
                    out.write(part);
                    made += part.length;
                }
                buffer.end();
                return null;
            });
            byte[] chunk = new byte[333];
            int taken = 0;
            for (int n = buffer.take(chunk); n >= 0; n = buffer.take(chunk)) {
                for (int i = 0; i < n; i++) {
                    if (chunk[i] != (byte) ((taken + i) % 251)) {
                        wrong.set(true);
                    }
                }
                taken += n;
            }
            maker.get();
            assertEquals(total, taken);
        }
        assertFalse(wrong.get());
        assertNoFilesLeft(area);
    }

    @Test
    void filesOfAKilledProcessAreClearedAtStart() throws Exception {
        Path stale = Files.createFile(folder.resolve("spool-123.part"));
        Path other = Files.createFile(folder.resolve("notes.txt"));
        area(Limits.DEFAULT);
        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(other));
    }
}
