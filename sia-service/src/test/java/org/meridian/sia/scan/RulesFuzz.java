// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.meridian.core.fits.Hdu;

/**
 * What a fuzzer may do to rules: any text is refused with a message, or its rules make of a header what they will, and never end
 * a scan. {@code .ci/fuzz} runs it under Jazzer.
 */
public final class RulesFuzz {
    private static final String SAMPLE = """
            filters:
              NB921: {min: 9.13e-7, max: 9.27e-7}
            colours: {red: SDSS i, green: SDSS r, blue: SDSS g}
            rules:
              - columns: {facility_name: "Mount {TELESCOP}", calib_level: 2, s_ra: 10.5}
              - match: {path: "{raw,calib}/**.fits", INSTRUME: "IR*"}
                filter: "{FILTER}"
                columns:
                  s_resolution: {keyword: NAXIS1, factor: 0.26}
                release: {date: "{DATE-OBS}", after: P18M}
                group: "prop-{PROGID}"
                show: true
                links:
                  - {semantics: calibration, path: "calib/{stem}.fits", description: "flat field"}
              - match: {BUNIT: "MJy*"}
                product: spectrum
                ignore: false
            """;

    private static final List<Hdu> HDUS;

    static {
        try {
            HDUS = HeaderFile.read("spitzer-mosaic").hdus();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private RulesFuzz() {}

    /** Writes rules into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Files.writeString(folder.resolve("all"), sample());
    }

    /** Rules with every key. */
    static String sample() {
        return SAMPLE;
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        ScanRules rules;
        try {
            rules = RulesReader.read(new String(data, UTF_8));
        } catch (RulesException refused) {
            if (Optional.ofNullable(refused.getMessage()).orElse("").isBlank()) {
                throw new IllegalStateException("a fault that says nothing", refused);
            }
            return;
        }
        ObservationMapper mapper = new ObservationMapper(rules, LocalDateTime.of(2026, 1, 1, 0, 0));
        mapper.rights("raw/x.fits");
        mapper.rights("raw/x.fits", HDUS);
        mapper.map("raw/x.fits", HDUS, ColumnValues.NONE, complaint -> {})
                .ifPresent(understood ->
                        understood.links().forEach(link -> understood.file().filled(link.path())));
    }
}
