// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.sia.obscore.CompositePart;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.Observation;
import org.meridian.sia.obscore.Rights;
import org.meridian.sia.obscore.ScannedFile;

/** What an operator says of a collection beyond its headers. */
class RulesTest {
    @TempDir
    private Path archive;

    private Map<String, ScannedFile> scan(String rules) throws Exception {
        Map<String, ScannedFile> files = new TreeMap<>();
        ScanRequest request =
                new ScanRequest(archive, "example.org", "test", Optional.empty(), Optional.of(rules), false);
        new ObservationScan(request, new ScanListener() {
                    @Override
                    public void read(ScannedFile file) {
                        files.put(file.stamp().path(), file);
                    }

                    @Override
                    public void update(ScanCounts counts) {
                        // Only the files are looked at.
                    }
                })
                .withoutWriting();
        return files;
    }

    private Observation observation(String rules, String... cards) throws Exception {
        SmallFits.write(archive, "raw/m31_0001.fits", SmallFits.image(10, 20, cards));
        return scan(rules).get("raw/m31_0001.fits").observation().orElseThrow();
    }

    @Test
    void giveColumnsFromKeywordsAndConstants() throws Exception {
        Observation found = observation("""
                rules:
                  - columns:
                      facility_name: Mount Example
                      target_name: "{FIELD} ({stem})"
                      s_resolution: {keyword: FWHM_PIX, factor: 0.4}
                      calib_level: 3
                      em_min: 4.0e-7
                      em_max: 7.0e-7
                """, "FIELD   = 'M31 north'", "FWHM_PIX= 2.5");
        assertEquals(
                "Mount Example", found.row().text(ObscoreColumn.FACILITY_NAME).orElseThrow());
        assertEquals(
                "M31 north (m31_0001)",
                found.row().text(ObscoreColumn.TARGET_NAME).orElseThrow());
        assertEquals(1.0, found.row().number(ObscoreColumn.S_RESOLUTION).orElseThrow(), 1e-12);
        assertEquals(3, found.row().number(ObscoreColumn.CALIB_LEVEL).orElseThrow());
        assertEquals(4e-7, found.row().number(ObscoreColumn.EM_MIN).orElseThrow());
    }

    @Test
    void areForTheFilesThatMatchAndLaterOnesWin() throws Exception {
        String rules = """
                rules:
                  - columns: {facility_name: everywhere}
                  - match: {path: "raw/*.fits", CAMERA: "EAST*"}
                    columns: {facility_name: east}
                  - match: {path: "other/*"}
                    columns: {facility_name: wrong}
                """;
        assertEquals(
                "east",
                observation(rules, "CAMERA  = 'east-2'")
                        .row()
                        .text(ObscoreColumn.FACILITY_NAME)
                        .orElseThrow());
        assertEquals(
                "everywhere",
                observation(rules, "CAMERA  = 'west'")
                        .row()
                        .text(ObscoreColumn.FACILITY_NAME)
                        .orElseThrow());
    }

    @Test
    void knowFiltersOfTheirOwn() throws Exception {
        Observation found = observation("""
                filters:
                  NB921: {min: 9.13e-7, max: 9.27e-7}
                rules:
                  - filter: "{WHEEL}"
                """, "WHEEL   = 'NB921'");
        assertEquals(
                "NB921", found.row().text(ObscoreColumn.ENERGY_BANDPASSNAME).orElseThrow());
        assertEquals(9.27e-7, found.row().number(ObscoreColumn.EM_MAX).orElseThrow());
    }

    @Test
    void giveSpectraAnAperture() throws Exception {
        Observation found = observation("rules: [{product: spectrum, columns: {s_ra: 5, s_dec: 6, s_fov: 0.5}}]");
        assertEquals(
                "spectrum", found.row().text(ObscoreColumn.DATAPRODUCT_TYPE).orElseThrow());
        assertEquals(
                "CIRCLE ICRS 5 6 0.25", found.row().text(ObscoreColumn.S_REGION).orElseThrow());
    }

    @Test
    void releaseDataLater() throws Exception {
        String rules = """
                rules:
                  - release: {date: "{DATE-OBS}", after: P1Y}
                    group: "prop-{PROPOSID}"
                """;
        Rights rights = observation(rules, "DATE-OBS= '2025-03-01T02:00:00'", "PROPOSID= 77")
                .rights();
        assertEquals(Optional.of("prop-77"), rights.ownerGroup());
        assertEquals(Optional.of(LocalDateTime.of(2026, 3, 1, 2, 0)), rights.released());
        assertEquals(rights.released(), rights.shownFrom());
        assertEquals("proprietary", rights.dataRights(LocalDateTime.of(2026, 2, 1, 0, 0)));
        assertEquals("public", rights.dataRights(LocalDateTime.of(2026, 4, 1, 0, 0)));
    }

    @Test
    void denyWhereTheirKeywordsAreMissing() throws Exception {
        Rights rights = observation("rules: [{release: {date: \"{NO_DATE}\"}, group: \"{NO_GROUP}\"}]")
                .rights();
        assertEquals(Optional.empty(), rights.ownerGroup());
        assertEquals(Optional.empty(), rights.released());
        assertEquals(Optional.empty(), rights.shownFrom());
        assertEquals(
                Optional.empty(), observation("rules: [{group: gaia}]").rights().released());
    }

    @Test
    void denyWhereHeadersThatDecideCannotBeRead() throws Exception {
        SmallFits.write(archive, "raw/damaged.fits", new byte[] {1, 2, 3});
        SmallFits.write(archive, "raw/night.log", new byte[] {1, 2, 3});
        String keyword = "rules: [{match: {path: \"raw/*.fits\", PROPOSID: secret}, group: secret}]";
        Map<String, ScannedFile> files = scan(keyword);
        Rights damaged = files.get("raw/damaged.fits").rights().orElseThrow();
        assertEquals(new Rights(Optional.empty(), Optional.empty(), false), damaged);
        assertTrue(files.get("raw/night.log").rights().orElseThrow().released().isPresent());
        Rights byPath = scan("rules: [{match: {path: \"raw/*\"}, group: team}]")
                .get("raw/damaged.fits")
                .rights()
                .orElseThrow();
        assertEquals(new Rights(Optional.of("team"), Optional.empty(), false), byPath);
    }

    @Test
    void mayShowWhatIsProprietary() throws Exception {
        Rights rights =
                observation("rules: [{release: {date: never}, show: true}]").rights();
        assertEquals(Optional.empty(), rights.released());
        assertTrue(rights.shownFrom().orElseThrow().isBefore(LocalDateTime.of(2000, 1, 1, 0, 0)));
    }

    @Test
    void withoutThemDataArePublicSinceTheyWereObserved() throws Exception {
        assertEquals(
                Optional.of(LocalDateTime.of(2020, 1, 2, 3, 4, 5)),
                observation("", "DATE-OBS= '2020-01-02T03:04:05'").rights().released());
    }

    @Test
    void linkFilesThatAreThere() throws Exception {
        SmallFits.write(archive, "calib/m31_0001_flat.fits", SmallFits.image(1, 2));
        SmallFits.write(archive, "logs/m31_0001.a.txt", new byte[1]);
        SmallFits.write(archive, "logs/m31_0001.b.txt", new byte[1]);
        SmallFits.write(archive.getParent(), "outside.txt", new byte[1]);
        Observation found = observation("""
                rules:
                  - links:
                      - {semantics: flat, path: "calib/{stem}_flat.fits", description: "flat of {stem}"}
                      - {semantics: auxiliary, path: "logs/{stem}.*.txt"}
                      - {semantics: progenitor, path: "../outside.txt"}
                """);
        assertEquals(
                Set.of(
                        new Dataset.Link("flat", "calib/m31_0001_flat.fits", "flat of m31_0001"),
                        new Dataset.Link("auxiliary", "logs/m31_0001.a.txt", ""),
                        new Dataset.Link("auxiliary", "logs/m31_0001.b.txt", "")),
                found.links().stream().collect(Collectors.toSet()));
        String complaint = scan("rules: [{links: [{semantics: progenitor, path: \"../outside.txt\"}]}]")
                .get("raw/m31_0001.fits")
                .complaint()
                .orElseThrow();
        assertTrue(complaint.contains("no progenitor at ../outside.txt"), complaint);
    }

    @Test
    void ignoreFiles() throws IOException, Exception {
        SmallFits.write(archive, "raw/focus.fits", SmallFits.image(10, 20, "OBJECT  = 'focus'"));
        ScannedFile file =
                scan("rules: [{match: {OBJECT: focus}, ignore: true}]").get("raw/focus.fits");
        assertEquals(Optional.empty(), file.observation());
        assertEquals(Optional.of("ignored by a rule"), file.complaint());
    }

    @Test
    void namePicturesInColour() throws Exception {
        ScanRules rules = RulesReader.read("colours: {red: SDSS i, green: SDSS r, blue: SDSS g}");
        assertEquals(
                new ScanRules.Colours(List.of("SDSS i"), List.of("SDSS r"), List.of("SDSS g")),
                rules.colours().orElseThrow());
    }

    @Test
    void makeImagesPartsOfPicturesInColour() throws Exception {
        String rules = """
                colours: {red: [SDSS z, SDSS i], green: SDSS r}
                rules:
                  - {filter: "{FILTER}", composite: {name: "{OBJECT}"}}
                """;
        assertEquals(
                Optional.of(new CompositePart("M31", CompositePart.Colour.RED, "SDSS i")),
                observation(rules, "FILTER  = 'SDSS i'", "OBJECT  = 'M31'").part());
        assertEquals(
                Optional.empty(),
                observation(rules, "FILTER  = 'SDSS u'", "OBJECT  = 'M31'").part());
        assertEquals(Optional.empty(), observation(rules, "FILTER  = 'SDSS i'").part());
        assertEquals(
                Optional.of(new CompositePart("all", CompositePart.Colour.BLUE, "SDSS i")),
                observation(
                                rules + "  - composite: {name: all, colours: {red: SDSS z, blue: SDSS i}}\n",
                                "FILTER  = 'SDSS i'")
                        .part());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rules:~- colums: {}                                   | line 2: unknown key colums
                    rules:~- columns: {s_rad: 1}                          | line 2: there is no column s_rad
                    rules:~- columns: {obs_publisher_did: mine}           | line 2: there is no column obs_publisher_did
                    rules:~- columns: {s_ra: {keyword: RA, times: 2}}     | line 2: s_ra has the unknown key times
                    rules:~- product: picture                             | line 2: no product is called picture
                    rules:~- release: {date: 2027-01-01, after: one year} | line 2: after needs a time such as P1Y
                    rules:~- links: [{semantics: friend, path: x}]        | line 2: a link needs a path, and semantics of
                    filters: {g: {min: 5, max: 4}}                        | the filter g needs 0 < min < max
                    rules:~- composite: {colours: {red: a, blue: b}}      | line 2: a composite needs a name
                    rules:~- composite: {name: x}                         | a composite needs colours
                    colours: {red: a}                                     | line 1: colours need bands for two
                    rules:~- {group: a, group: b}                         | line 2: Duplicate field 'group'
                    rules: nonsense                                       | line 1:
                    """)
    void refuseWhatTheyDoNotKnow(String yaml, String words) {
        RulesException e = assertThrows(RulesException.class, () -> RulesReader.read(yaml.replace("~", "\n")));
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(1, List.of(e.getMessage().split("\n")).size(), e.getMessage());
    }
}
