// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.meridian.bench.Report.AtLeast;
import org.meridian.bench.Report.AtMost;

/**
 * Cutouts (SODA) over HTTP beside programs that read the same pixels from the files.
 *
 * @param gateway that is asked
 * @param folder of the files, in which images are written
 * @param python that reads them with astropy and fitsio, if there is one
 * @param rounds turns
 */
record CutoutsPart(GatewayProcess gateway, Path folder, Optional<PythonLoops> python, Rounds rounds) {
    private static final String LARGE = "large.fits";

    /** 4.3 GB. */
    private static final SampleFits.Image IMAGE = new SampleFits.Image(32_768, -32, 150, 20, 2e-5);

    private static final int SIDE = 512;
    private static final int POSITIONS = 40;

    private static final int FIELDS = 20;
    private static final int FIELD_SIDE = 2048;
    private static final double FIELD_SCALE = 1e-4;
    private static final int SMALL_SIDE = 64;
    private static final int SMALL_CUTOUTS = 400;
    private static final int CLIENTS = 4;

    /** Writes the images. */
    void write(Report report) throws IOException {
        long start = System.nanoTime();
        SampleFits.image(folder.resolve(LARGE), IMAGE);
        report.figure("an image of %.1f GB written in %.0f s", IMAGE.bytes() / 1e9, (System.nanoTime() - start) / 1e9);
        for (int i = 0; i < FIELDS; i++) {
            SampleFits.image(folder.resolve(name(i)), field(i));
        }
    }

    private static SampleFits.Image field(int number) {
        return new SampleFits.Image(FIELD_SIDE, -32, 15 * number + 5, 3 * number - 30, FIELD_SCALE);
    }

    private static String name(int field) {
        return "field" + field + ".fits";
    }

    /** Measures cutouts of the images, which have been scanned. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        Random random = new Random(6);
        List<int[]> corners = new ArrayList<>();
        for (int i = 0; i < POSITIONS; i++) {
            corners.add(new int[] {random.nextInt(IMAGE.side() - SIDE), random.nextInt(IMAGE.side() - SIDE)});
        }
        try (HttpConnection client = new HttpConnection(gateway.base(), 1 << 16)) {
            for (int turn = 0; turn < 10; turn++) {
                for (int[] corner : corners) {
                    client.get(section(corner)).orFail();
                }
            }
            String before = gateway.memory().toString();
            large("in the page cache", corners, client, false, report);
            if (python.isPresent()) {
                large("from the disk", corners.subList(0, POSITIONS / 2), client, true, report);
            }
            half(before, client, report);
        }
        small(report);
    }

    private static String section(int... corner) {
        String sub = String.format(
                Locale.ROOT, "[%d:%d,%d:%d]", corner[0] + 1, corner[0] + SIDE, corner[1] + 1, corner[1] + SIDE);
        return request(LARGE, "SUB", sub);
    }

    private static String request(String name, String parameter, String value) {
        return "/soda/sync?ID=" + escaped(ArchivePart.did(name)) + "&" + parameter + "=" + escaped(value);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void large(String where, List<int[]> corners, HttpConnection client, boolean dropped, Report report)
            throws IOException, SQLException, InterruptedException {
        int[] next = new int[2];
        List<Double> astropy = new ArrayList<>();
        Rounds each = new Rounds(corners.size(), 3 * corners.size());
        Rounds.Pair pair = each.alternate(
                () -> {
                    prepare(dropped);
                    int[] corner = corners.get(next[0]++ % corners.size());
                    long start = System.nanoTime();
                    read(corner);
                    return (System.nanoTime() - start) / 1e6;
                },
                () -> {
                    prepare(dropped);
                    int[] corner = corners.get(next[1]++ % corners.size());
                    long start = System.nanoTime();
                    client.get(section(corner)).orFail();
                    double milliseconds = (System.nanoTime() - start) / 1e6;
                    if (python.isPresent() && astropy.size() < corners.size()) {
                        prepare(dropped);
                        astropy.add(1000
                                * python.get().seconds("section", folder.resolve(LARGE), corner[0], corner[1], SIDE));
                    }
                    return milliseconds;
                });
        String beside = astropy.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; astropy's section %.2f ms",
                        Samples.of(astropy.stream().mapToDouble(x -> x).toArray())
                                .median());
        report.mark(
                "512x512 of 4.3 GB " + where + ", time by pread of its rows",
                pair.cost(),
                "",
                new AtMost(1.5),
                String.format(
                        Locale.ROOT,
                        "gateway p50 %.2f ms, p95 %.2f; pread %.2f ms, p95 %.2f%s",
                        pair.gateway().median(),
                        pair.gateway().quantile(0.95),
                        pair.floor().median(),
                        pair.floor().quantile(0.95),
                        beside));
    }

    /** Has the kernel forget the image, if all are to read from the disk. */
    private void prepare(boolean dropped) throws IOException {
        if (dropped) {
            python.orElseThrow().seconds("drop", folder.resolve(LARGE));
        }
    }

    /** The pieces of rows that a cutout has, one after the other into one buffer, and the header before them. */
    private void read(int... corner) throws IOException {
        int pixel = Float.BYTES;
        ByteBuffer bytes = ByteBuffer.allocateDirect(SIDE * SIDE * pixel);
        try (FileChannel channel = FileChannel.open(folder.resolve(LARGE))) {
            int header = 2880;
            bytes.limit(header);
            channel.read(bytes, 0);
            bytes.clear();
            for (int row = 0; row < SIDE; row++) {
                long at = ((long) (corner[1] + row) * IMAGE.side() + corner[0]) * pixel + header;
                bytes.limit((row + 1) * SIDE * pixel);
                while (bytes.hasRemaining()) {
                    at += channel.read(bytes, at);
                }
            }
        }
    }

    private void half(String before, HttpConnection client, Report report) throws IOException {
        String after = gateway.memory().toString();
        String sub = String.format(Locale.ROOT, "[%d:%d,*]", IMAGE.side() / 4 + 1, IMAGE.side() / 4 * 3);
        HttpConnection.Answer answer = client.get(request(LARGE, "SUB", sub)).orFail();
        report.figure(
                "memory of the gateway: %s before, %s after all those, %s after a cutout of %.1f GB (%.1f s)",
                before, after, gateway.memory(), answer.bytes() / 1e9, answer.seconds());
    }

    private void small(Report report) throws IOException, SQLException, InterruptedException {
        Random random = new Random(7);
        List<String> requests = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < SMALL_CUTOUTS; i++) {
            int number = random.nextInt(FIELDS);
            int x = random.nextInt(FIELD_SIDE - SMALL_SIDE);
            int y = random.nextInt(FIELD_SIDE - SMALL_SIDE);
            double half = (SMALL_SIDE - 1) / 2.0;
            double ra = field(number).raOf(x + half, y + half);
            double dec = field(number).decOf(y + half);
            String circle = ra + " " + dec + " " + half * FIELD_SCALE;
            requests.add(request(name(number), "CIRCLE", circle));
            lines.add(folder.resolve(name(number)) + " " + ra + " " + dec + " " + x + " " + y);
        }
        Path list = Files.write(folder.resolveSibling("cutouts.txt"), lines);
        perSecond(requests, 1, Duration.ofSeconds(8));
        for (String loop : List.of("cutouts", "sections")) {
            if (python.filter(known -> known.knows(loop)).isPresent()) {
                String program = loop.equals("cutouts") ? "astropy" : "fitsio (pixels and header alone)";
                small(program, loop, requests, list, report);
            } else {
                report.figure(
                        "there is no %s in Python: nothing is compared with it",
                        loop.equals("cutouts") ? "astropy" : "fitsio");
            }
        }
    }

    private void small(String program, String loop, List<String> requests, Path list, Report report)
            throws IOException, SQLException, InterruptedException {
        for (int clients : new int[] {1, CLIENTS}) {
            Rounds.Pair pair = rounds.alternate(
                    () -> SMALL_CUTOUTS / python.orElseThrow().seconds(loop, list, SMALL_SIDE),
                    () -> perSecond(requests, clients, Duration.ofSeconds(2)));
            report.mark(
                    "64x64 of 2k images/s, " + clients + " clients, by " + program,
                    pair.cost(),
                    "",
                    new AtLeast(1),
                    String.format(
                            Locale.ROOT,
                            "gateway %.0f/s, %s %.0f/s in one loop",
                            pair.gateway().median(),
                            program,
                            pair.floor().median()));
        }
    }

    private double perSecond(List<String> requests, int clients, Duration duration)
            throws IOException, SQLException, InterruptedException {
        return new Load(clients, duration).perSecond(number -> {
            HttpConnection connection = new HttpConnection(gateway.base(), 1 << 16);
            return new Load.Worker(
                    turn -> connection
                            .get(requests.get((turn * clients + number) % requests.size()))
                            .orFail(),
                    connection);
        });
    }
}
