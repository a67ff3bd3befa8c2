// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.sky.Moc;
import org.meridian.gateway.ProprietaryTables.User;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.scan.RulesException;
import org.meridian.sia.scan.ScanCounts;
import org.meridian.sia.scan.ScanListener;
import org.meridian.sia.scan.ScanRequest;
import org.meridian.sia.store.ScanStore;
import org.meridian.sia.store.ScanStores;

/** A folder of FITS files becomes {@code ivoa.obscore}: again and again, with the rights that its rules give. */
@Timeout(180)
class ObservationsIT {
    private static final int BLOCK = 2880;
    private static final String IDS = "SELECT obs_id FROM ivoa.obscore ORDER BY obs_id";

    private static ProprietaryTables tables;

    @TempDir
    private Path archive;

    @BeforeAll
    static void start() throws Exception {
        tables = new ProprietaryTables();
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @AfterEach
    void forget() throws Exception {
        tables.change("DELETE FROM meridian.collection");
    }

    private Path image(String name, double raDeg, String... more) throws IOException {
        List<String> cards = new ArrayList<>(List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                    8",
                "NAXIS   =                    2",
                "NAXIS1  =                   60",
                "NAXIS2  =                   48",
                "CTYPE1  = 'RA---TAN'",
                "CTYPE2  = 'DEC--TAN'",
                "CRPIX1  =                 30.5",
                "CRPIX2  =                 24.5",
                "CRVAL1  = " + raDeg,
                "CRVAL2  = 0.0",
                "CDELT1  =                -0.01",
                "CDELT2  =                 0.01"));
        cards.addAll(List.of(more));
        cards.add("END");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        cards.forEach(card -> out.writeBytes(String.format("%-80s", card).getBytes(StandardCharsets.US_ASCII)));
        out.writeBytes(" ".repeat(BLOCK - out.size() % BLOCK).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[BLOCK]);
        return Files.write(archive.resolve(name), out.toByteArray());
    }

    private ScanCounts scan(String rules, List<String> read) throws RulesException, IOException {
        return scan(Optional.of(rules), false, read);
    }

    private ScanCounts scan(Optional<String> rules, boolean mayBeEmpty, List<String> read)
            throws RulesException, IOException {
        ScanListener listener = new ScanListener() {
            @Override
            public void read(ScannedFile file) {
                read.add(file.stamp().path());
            }

            @Override
            public void update(ScanCounts counts) {
                // The counts at the end are looked at.
            }
        };
        ScanCounts counts = new ObservationIngest(tables.gateway().database())
                .scan(new ScanRequest(archive, "example.org", "test", Optional.empty(), rules, mayBeEmpty), listener);
        read.sort(null);
        return counts;
    }

    private void scan(String rules) throws RulesException, IOException {
        scan(rules, new ArrayList<>());
    }

    private static List<String> csv(User user, String adql) throws Exception {
        HttpResponse<String> answer = tables.ask(user, adql);
        assertEquals(200, answer.statusCode(), answer.body());
        List<String> lines = answer.body().lines().toList();
        return lines.subList(1, lines.size());
    }

    /** Waits until the gateway has noticed that the table is published. */
    private static void awaitTable() throws Exception {
        while (tables.ask(User.NOBODY, IDS).statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    @Test
    void readsAgainWhatHasChangedAndForgetsWhatHasGone() throws Exception {
        Path first = image("a.fits", 10);
        image("b.fits", 20);
        Path last = image("c.fits", 30);
        Files.writeString(archive.resolve("notes.txt"), "nothing");
        List<String> read = new ArrayList<>();
        assertEquals(new ScanCounts(4, 0, 3, 1, 0), scan("", read));
        assertEquals(List.of("a.fits", "b.fits", "c.fits", "notes.txt"), read);
        awaitTable();
        assertEquals(List.of("a", "b", "c"), csv(User.NOBODY, IDS));

        List<String> state = tables.sql("SELECT xmin || ' ' || ctid FROM ivoa.obscore ORDER BY obs_id");
        read.clear();
        assertEquals(new ScanCounts(4, 4, 3, 0, 0), scan("", read));
        assertEquals(List.of(), read);
        assertEquals(state, tables.sql("SELECT xmin || ' ' || ctid FROM ivoa.obscore ORDER BY obs_id"));

        image("a.fits", 40);
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().plusSeconds(5)));
        Files.delete(last);
        image("d.fits", 50);
        read.clear();
        assertEquals(new ScanCounts(4, 2, 3, 0, 1), scan("", read));
        assertEquals(List.of("a.fits", "d.fits"), read);
        assertEquals(
                List.of("a,40.0", "b,20.0", "d,50.0"),
                csv(User.NOBODY, "SELECT obs_id, ROUND(s_ra, 6) FROM ivoa.obscore ORDER BY obs_id"));
        assertEquals(
                List.of("0"),
                tables.sql("SELECT count(*) FROM ivoa.obscore_cover AS c"
                        + " WHERE NOT EXISTS (SELECT FROM ivoa.obscore AS o WHERE o.dataset_id = c.\"row\")"));

        read.clear();
        assertEquals(new ScanCounts(4, 0, 3, 1, 0), scan("rules: [{columns: {facility_name: here}}]", read));
        assertEquals(List.of("here"), csv(User.NOBODY, "SELECT DISTINCT facility_name FROM ivoa.obscore"));
    }

    @Test
    void keepsTheRulesItHasUnlessOthersAreGiven() throws Exception {
        image("a.fits", 10);
        String released = "SELECT count(released) FROM meridian.dataset";
        scan("rules: [{group: gaia}]");
        assertEquals(List.of("0"), tables.sql(released));
        image("b.fits", 20);
        assertEquals(new ScanCounts(2, 1, 2, 0, 0), scan(Optional.empty(), false, new ArrayList<>()));
        assertEquals(List.of("0"), tables.sql(released));
        scan("");
        assertEquals(List.of("2"), tables.sql(released));
    }

    @Test
    void forgetsNothingWhenItsFolderIsEmpty() throws Exception {
        Path file = image("a.fits", 10);
        scan("");
        Files.delete(file);
        String rows = "SELECT count(*) FROM ivoa.obscore";
        String words = assertThrows(IOException.class, () -> scan("rules: [{group: x}]"))
                .getMessage();
        assertTrue(words.contains("is the folder mounted?"), words);
        assertEquals(List.of("1"), tables.sql(rows));
        assertEquals(List.of("0"), tables.sql("SELECT length(rules) FROM meridian.collection"));
        assertEquals(new ScanCounts(0, 0, 0, 0, 1), scan(Optional.empty(), true, new ArrayList<>()));
        assertEquals(List.of("0"), tables.sql(rows));
    }

    @Test
    void keepsAFolderOfManyFilesThatHasNone() throws Exception {
        Path sub = Files.createDirectories(archive.resolve("raw/sub"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(sub.resolve(i + ".txt"), "log");
        }
        Path few = image("few.fits", 10);
        Path there = image("there.fits", 20);
        scan("");
        for (int i = 0; i < 100; i++) {
            Files.delete(sub.resolve(i + ".txt"));
        }
        Files.delete(few);
        String files = "SELECT count(*) FROM meridian.dataset";
        String words = assertThrows(IOException.class, () -> scan("")).getMessage();
        assertTrue(words.contains("no file any more in raw (100 files): is it mounted?"), words);
        assertEquals(List.of("101"), tables.sql(files));
        assertEquals(new ScanCounts(1, 1, 1, 0, 100), scan(Optional.empty(), true, new ArrayList<>()));
        assertTrue(Files.exists(there));
        assertEquals(List.of("1"), tables.sql(files));
    }

    @Test
    void keepsWhatItCannotReadNow() throws Exception {
        Files.createDirectory(archive.resolve("sub"));
        image("sub/a.fits", 10);
        image("b.fits", 20);
        scan("");
        try (ScanStore store = new ScanStores(tables.gateway().database().owner())
                .begin(new ScanStore.Beginning("test", archive.toString(), Optional.empty(), "", 0))) {
            store.unchanged(List.of(new ScannedFile.Stamp("b.fits", 1, 1)));
            store.keep("sub");
            assertEquals(0, store.finish(false));
        }
        assertEquals(List.of("2"), tables.sql("SELECT count(*) FROM ivoa.obscore"));
    }

    @Test
    void outlivesPositionsThatAreNone() throws Exception {
        image("a.fits", 10);
        assertEquals(new ScanCounts(1, 0, 1, 1, 0), scan("rules: [{columns: {s_dec: -999}}]", new ArrayList<>()));
        assertEquals(List.of("1"), tables.sql("SELECT count(*) FROM ivoa.obscore WHERE s_dec IS NULL"));
    }

    @Test
    void goesOnWhereAnotherWasBrokenOff() throws Exception {
        image("a.fits", 10);
        image("b.fits", 20);
        List<String> read = new ArrayList<>();
        ScanRequest request = new ScanRequest(archive, "example.org", "test", Optional.empty(), Optional.of(""), false);
        assertThrows(
                IllegalStateException.class,
                () -> new ObservationIngest(tables.gateway().database()).scan(request, new ScanListener() {
                    @Override
                    public void read(ScannedFile file) {
                        throw new IllegalStateException("the operator has lost patience");
                    }

                    @Override
                    public void update(ScanCounts counts) {
                        // Not reached.
                    }
                }));
        assertEquals(new ScanCounts(2, 2, 2, 0, 0), scan("", read));
        awaitTable();
        assertEquals(List.of("a", "b"), csv(User.NOBODY, IDS));
    }

    @Test
    void findsFootprintsNotCentres() throws Exception {
        image("near.fits", 359.9);
        image("far.fits", 180);
        scan("");
        awaitTable();
        // The image reaches 0.3 degrees to either side of its centre, over the meridian.
        String at = "SELECT obs_id FROM ivoa.obscore WHERE 1 = CONTAINS(POINT(%s, 0.2), s_region)";
        assertEquals(List.of("near"), csv(User.NOBODY, String.format(at, "0.19")));
        assertEquals(List.of(), csv(User.NOBODY, String.format(at, "0.21")));
        String circle = "SELECT obs_id FROM ivoa.obscore WHERE 1 = INTERSECTS(CIRCLE(%s, 0, 0.1), s_region)";
        assertEquals(List.of("near"), csv(User.NOBODY, String.format(circle, "0.29")));
        assertEquals(List.of(), csv(User.NOBODY, String.format(circle, "0.31")));
        assertEquals(
                List.of("near"),
                csv(User.NOBODY, "SELECT obs_id FROM ivoa.obscore WHERE DISTANCE(s_ra, s_dec, 0, 0) < 0.2"));
    }

    @Test
    void hidesWhatIsNotReleased() throws Exception {
        image("free.fits", 10, "PROPOSID= 'open'");
        image("gaia.fits", 20, "PROPOSID= 'gaia'", "DATE-OBS= '2099-01-01T00:00:00'");
        image("told.fits", 30, "PROPOSID= 'moons'");
        image("past.fits", 40, "PROPOSID= 'past'", "DATE-OBS= '2001-01-01T00:00:00'");
        scan("""
                rules:
                  - match: {PROPOSID: gaia}
                    group: "{PROPOSID}"
                    release: {date: "{DATE-OBS}", after: P1Y}
                  - match: {PROPOSID: moons}
                    group: "{PROPOSID}"
                    show: true
                  - match: {PROPOSID: past}
                    group: nobody
                    release: {date: "{DATE-OBS}", after: P1Y}
                """);
        awaitTable();
        assertEquals(List.of("free", "past", "told"), csv(User.NOBODY, IDS));
        assertEquals(List.of("free", "past", "told"), csv(User.OUTSIDER, IDS));
        assertEquals(List.of("free", "gaia", "past", "told"), csv(User.MEMBER, IDS));
        assertEquals(List.of("3"), csv(User.NOBODY, "SELECT COUNT(*) FROM ivoa.obscore"));
        assertEquals(
                List.of(),
                csv(User.NOBODY, "SELECT obs_id FROM ivoa.obscore WHERE 1 = CONTAINS(POINT(20, 0), s_region)"));
        assertEquals(
                List.of("free,public", "past,public", "told,proprietary"),
                csv(User.NOBODY, "SELECT obs_id, data_rights FROM ivoa.obscore ORDER BY obs_id"));
        // Nor does the coverage of the collection tell.
        String moc = tables.sql("SELECT moc FROM meridian.collection").get(0);
        Moc covered = Moc.parse(moc);
        assertTrue(covered.contains(10, 0) && covered.contains(30, 0) && !covered.contains(20, 0), moc);
    }

    @Test
    void saysWhereTheGatewayIs() throws Exception {
        image("a.fits", 10);
        scan("");
        awaitTable();
        String url = tables.gateway().baseUrl() + "/datalink/links?ID=ivo%3A%2F%2Fexample.org%2Ftest%3Fa.fits";
        assertEquals(List.of(url), csv(User.NOBODY, "SELECT access_url FROM ivoa.obscore"));
        assertTrue(
                tables.get(User.NOBODY, "/tap/capabilities").body().contains("ivo://ivoa.net/std/ObsCore#core-1.1"),
                "the data model");
        try (Gateway other = tables.server().another()) {
            assertEquals(
                    List.of(url.replace(
                            tables.gateway().baseUrl().toString(),
                            other.baseUrl().toString())),
                    tables.sql("SELECT access_url FROM ivoa.obscore"));
        }
        tables.change("UPDATE meridian.observation_site SET base_url = '"
                + tables.gateway().baseUrl() + "'");
    }
}
