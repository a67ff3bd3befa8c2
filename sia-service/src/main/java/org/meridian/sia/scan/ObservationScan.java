// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.obscore.ScannedFile.Stamp;
import org.meridian.sia.store.ScanStore;
import org.meridian.sia.store.ScanStores;

/**
 * Reads the headers of the files of a folder and writes what they say into {@code ivoa.obscore}. Files that have not changed
 * since the last scan are not read again, unless the rules have changed; those that have gone are forgotten. Several files
 * are read at once; one thread walks and writes.
 */
public final class ObservationScan {
    /** Changes when the same headers are understood in another way, so that all files are read again. */
    private static final int VERSION = 3;

    private static final int BATCH = 500;
    private static final int BATCHES_AT_ONCE = 2;

    private final ScanRequest request;
    private final ScanListener listener;
    private final FileReader reader;
    private final Path root;
    private final String rules;
    private ScanCounts counts = ScanCounts.NONE;

    /**
     * A scan that has not begun.
     *
     * @param request with rules
     * @throws RulesException if the rules cannot be read
     * @throws IOException if the folder is none
     */
    public ObservationScan(ScanRequest request, ScanListener listener) throws RulesException, IOException {
        this.request = request;
        this.listener = listener;
        this.root = request.root();
        this.rules = request.rules().orElseThrow(() -> new IllegalArgumentException("whose rules?"));
        ObservationMapper mapper = new ObservationMapper(
                RulesReader.read(rules), LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS));
        this.reader = new FileReader(root, request.names(), mapper);
    }

    /** Where a scan keeps what it finds. */
    private interface Target {
        Map<String, ScanStore.Known> unchanged(List<Stamp> files) throws IOException;

        void write(List<ScannedFile> files) throws IOException;

        void keep(String path) throws IOException;
    }

    /**
     * Scans into the database, which must have this module's tables.
     *
     * @throws IOException if the folder or the database fails; what was written until then stays
     */
    public ScanCounts into(ScanStores stores) throws IOException {
        ScanStore.Beginning beginning =
                new ScanStore.Beginning(request.collection(), root.toString(), request.title(), rules, readAs());
        try (ScanStore store = stores.begin(beginning)) {
            run(new Target() {
                @Override
                public Map<String, ScanStore.Known> unchanged(List<Stamp> files) throws IOException {
                    return store.unchanged(files);
                }

                @Override
                public void write(List<ScannedFile> files) throws IOException {
                    store.write(files);
                }

                @Override
                public void keep(String path) throws IOException {
                    store.keep(path);
                }
            });
            counts = counts.plus(new ScanCounts(0, 0, 0, 0, store.finish(request.mayBeEmpty())));
        }
        return counts;
    }

    /** Reads all files, and writes nothing. */
    public ScanCounts withoutWriting() throws IOException {
        run(new Target() {
            @Override
            public Map<String, ScanStore.Known> unchanged(List<Stamp> files) {
                return Map.of();
            }

            @Override
            public void write(List<ScannedFile> files) {
                // Nothing is kept.
            }

            @Override
            public void keep(String path) {
                // Nothing is forgotten.
            }
        });
        return counts;
    }

    /** A number for rules, version and authority: what is read under another is read again. */
    private long readAs() {
        String all = VERSION + "\n" + request.authority() + "\n" + rules;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Target target) throws IOException {
        try (ExecutorService readers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("scan-", 0).daemon().factory())) {
            Batches batches = new Batches(target, readers);
            try {
                new ArchiveWalk(root).walk(batches);
                batches.finish();
            } finally {
                readers.shutdownNow();
            }
        }
    }

    /** Gathers files, has them read, and writes what comes out in the order in which they were found. */
    private final class Batches implements ArchiveWalk.Visitor {
        private final Target target;
        private final ExecutorService readers;
        private final Deque<List<Future<ScannedFile>>> underWay = new ArrayDeque<>();
        private List<Stamp> gathered = new ArrayList<>();

        Batches(Target target, ExecutorService readers) {
            this.target = target;
            this.readers = readers;
        }

        @Override
        public void file(Stamp stamp) throws IOException {
            gathered.add(stamp);
            if (gathered.size() == BATCH) {
                submit();
            }
        }

        @Override
        public void refused(String path, String reason) {
            counts = counts.plus(new ScanCounts(0, 0, 0, 1, 0));
            listener.read(new ScannedFile(
                    new Stamp(path, 0, 0),
                    "application/octet-stream",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(reason)));
        }

        @Override
        public void unread(String path, String reason) throws IOException {
            refused(path, reason);
            target.keep(path);
        }

        private void submit() throws IOException {
            List<Stamp> files = gathered;
            gathered = new ArrayList<>();
            Map<String, ScanStore.Known> unchanged = target.unchanged(files);
            long published = unchanged.values().stream()
                    .filter(ScanStore.Known::published)
                    .count();
            counts = counts.plus(new ScanCounts(files.size(), unchanged.size(), published, 0, 0));
            underWay.add(files.stream()
                    .filter(stamp -> !unchanged.containsKey(stamp.path()))
                    .map(stamp -> readers.submit(() -> reader.read(stamp)))
                    .toList());
            while (underWay.size() >= BATCHES_AT_ONCE) {
                write(underWay.remove());
            }
        }

        void finish() throws IOException {
            submit();
            while (!underWay.isEmpty()) {
                write(underWay.remove());
            }
        }

        private void write(List<Future<ScannedFile>> batch) throws IOException {
            List<ScannedFile> files = new ArrayList<>();
            for (Future<ScannedFile> file : batch) {
                files.add(get(file));
            }
            List<ScannedFile> known =
                    files.stream().filter(file -> file.rights().isPresent()).toList();
            if (!known.isEmpty()) {
                target.write(known);
            }
            for (ScannedFile file : files) {
                counts = counts.plus(new ScanCounts(
                        0,
                        0,
                        file.observation().isPresent() ? 1 : 0,
                        file.complaint().isPresent() ? 1 : 0,
                        0));
                listener.read(file);
            }
            listener.update(counts);
        }

        private static ScannedFile get(Future<ScannedFile> file) throws IOException {
            try {
                return file.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the scan was interrupted");
            } catch (ExecutionException e) {
                throw new IOException("a file could not be read: " + e.getCause(), e);
            }
        }
    }
}
