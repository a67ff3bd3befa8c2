// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.meridian.bench.Report.AtLeast;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.db.Database;

/**
 * Files of workspaces, read and written by their owner with a token, beside servers that read and write files of the same
 * folder for everybody; then {@link FoldersPart}.
 *
 * @param gateway that is asked
 * @param setting where files are
 * @param rounds turns
 */
record FilesPart(GatewayProcess gateway, Setting setting, Rounds rounds) {
    private static final String USER = "keeper";
    private static final long LARGE = 1L << 30;
    private static final int SMALL = 10_000;
    private static final int COUNT = 10_000;

    /**
     * Where it is measured.
     *
     * @param home folder with the launcher
     * @param work folder for what is written
     * @param cleanup ends other servers at the latest
     */
    record Setting(Path home, Path work, Cleanup cleanup) {}

    /** Measures all of it. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(j) Files of workspaces");
        String token = token();
        try (HttpConnection connection = new HttpConnection(gateway.base(), SMALL)) {
            // The first look makes the workspace.
            connection.get("/vospace/nodes/home/" + USER, token).orFail();
        }
        Path folder = gateway.dataDir().resolve("workspaces/tree/home").resolve(USER);
        FileTarget ours = new FileTarget(gateway.base(), "/vospace/files/home/" + USER + "/", token);
        List<FileServer> peers = new ArrayList<>();
        peers.add(FileServer.jetty(folder, setting.work));
        Optional<FileServer> nginx = FileServer.nginx(folder, setting.work);
        nginx.ifPresent(peers::add);
        peers.forEach(setting.cleanup::add);
        byte[] random = new byte[1 << 20];
        new Random(5).nextBytes(random);
        ours.put("large", random, LARGE);
        ours.putAll("small", COUNT, Arrays.copyOf(random, SMALL));
        for (FileServer peer : peers) {
            downloads(peer, ours, report);
        }
        if (nginx.isPresent()) {
            uploads(nginx.get(), ours, folder, random, report);
        } else {
            report.figure("nginx is not installed: nothing is compared with it");
        }
        for (FileServer peer : peers) {
            peer.close();
        }
        new FoldersPart(gateway, setting, rounds, ours.token(), USER).run(folder, report);
    }

    private String token() throws IOException, SQLException {
        try (Database database = Database.open(gateway.database().config())) {
            Administration administration = new Administration(
                    new AccountStore(database.owner()),
                    new TokenStore(database.owner()),
                    new AuditStore(database.owner()),
                    "benchmark");
            administration.create(USER, Optional.empty(), false);
            return administration
                    .token(USER, "benchmark", Set.of(Scope.VOSPACE_READ, Scope.VOSPACE_WRITE), Duration.ofDays(1))
                    .secret()
                    .text();
        }
    }

    private void downloads(FileServer peer, FileTarget ours, Report report)
            throws IOException, SQLException, InterruptedException {
        FileTarget theirs = new FileTarget(peer.base(), "/", "");
        mark(
                "download of 1 GiB, throughput by that of " + peer.name(),
                0.9,
                rounds.alternate(() -> theirs.get("large", LARGE), () -> ours.get("large", LARGE)),
                peer,
                report);
        mark(
                "downloads of 10 000 x 10 kB, by that of " + peer.name(),
                0.9,
                rounds.alternate(() -> theirs.getAll("small", COUNT, SMALL), () -> ours.getAll("small", COUNT, SMALL)),
                peer,
                report);
    }

    /** The gateway answers when a file is on the disk and its checksums are known: for the peer that is measured beside it. */
    private void uploads(FileServer peer, FileTarget ours, Path folder, byte[] random, Report report)
            throws IOException, SQLException, InterruptedException {
        FileTarget theirs = new FileTarget(peer.base(), "/", "");
        double[] extra = new double[2];
        Rounds.Pair large = rounds.alternate(
                () -> {
                    double sent = theirs.put("theirs", random, LARGE);
                    extra[0] = sync(folder, "theirs");
                    extra[1] = digest(random, LARGE);
                    return sent + extra[0] + extra[1];
                },
                () -> ours.put("ours", random, LARGE));
        report.figure(
                "of %s's figure for 1 GiB: %.2f s until it was on the disk, %.2f s for MD5 and SHA-256 (the last turn)",
                peer.name(), extra[0], extra[1]);
        mark("upload of 1 GiB, throughput by that of " + peer.name(), 0.7, large, peer, report);
        byte[] small = Arrays.copyOf(random, SMALL);
        Rounds.Pair many = rounds.alternate(
                () -> {
                    double sent = theirs.putAll("their", COUNT, small);
                    extra[0] = 0;
                    for (int i = 0; i < COUNT; i++) {
                        extra[0] += sync(folder, "their" + i);
                    }
                    extra[1] = digest(small, (long) COUNT * SMALL);
                    return sent + extra[0] + extra[1];
                },
                () -> ours.putAll("our", COUNT, small));
        report.figure(
                "of %s's figure for 10 kB: %.2f s until they were on the disk, %.2f s for checksums (the last turn)",
                peer.name(), extra[0], extra[1]);
        mark("uploads of 10 000 x 10 kB, by that of " + peer.name(), 0.7, many, peer, report);
    }

    /** Brings a file and its name to the disk. */
    private static double sync(Path folder, String name) throws IOException {
        long start = System.nanoTime();
        for (Path each : List.of(folder.resolve(name), folder)) {
            try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double digest(byte[] bytes, long length) {
        long start = System.nanoTime();
        try {
            for (String algorithm : List.of("MD5", "SHA-256")) {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                for (long done = 0; done < length; done += bytes.length) {
                    digest.update(bytes);
                }
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has them", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** A throughput as part of that of a peer. */
    static void mark(String what, double limit, Rounds.Pair pair, FileServer peer, Report report) {
        report.mark(
                what,
                pair.throughput(),
                "",
                new AtLeast(limit),
                String.format(
                        Locale.ROOT,
                        "gateway %.2f s [%.2f to %.2f], %s %.2f s [%.2f to %.2f]",
                        pair.gateway().median(),
                        pair.gateway().smallest(),
                        pair.gateway().largest(),
                        peer.name(),
                        pair.floor().median(),
                        pair.floor().smallest(),
                        pair.floor().largest()));
    }
}
