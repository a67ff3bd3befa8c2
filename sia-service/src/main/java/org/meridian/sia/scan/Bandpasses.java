// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meridian.core.sky.wcs.ImageExtent.Interval;
import org.meridian.sia.table.SpectralUnit;

/** Bands by the names that headers give to filters: those of common systems ({@code bandpasses.tsv}), and an operator's own. Immutable. */
final class Bandpasses {
    private static final String ANY = "*";
    private static final List<Entry> COMMON = read();

    private final Map<String, Bandpass> own;

    /** One line of the table. */
    private record Entry(Bandpass band, Set<String> names, Pattern context) {
        boolean isFor(String telescopes) {
            return context.pattern().isEmpty() || context.matcher(telescopes).find();
        }
    }

    /** @param own bands by names of filters, before all others */
    Bandpasses(Map<String, Bandpass> own) {
        this.own = Map.copyOf(own);
    }

    private static List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        try (InputStream in = Bandpasses.class.getResourceAsStream("bandpasses.tsv");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Bandpasses::entry)
                    .forEach(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(entries);
    }

    private static Entry entry(String line) {
        String[] cells = line.split("\t", -1);
        String unit = cells[5];
        Interval range = SpectralUnit.named(unit)
                .orElseThrow()
                .interval(Double.parseDouble(cells[3]), Double.parseDouble(cells[4]))
                .orElseThrow(() -> new IllegalStateException("bandpasses.tsv: " + line));
        return new Entry(
                new Bandpass(cells[0], range.low(), range.high()),
                Set.of(cells[1].split("\\|")),
                Pattern.compile(cells[2], Pattern.CASE_INSENSITIVE));
    }

    /**
     * The band of a filter.
     *
     * @param filter as a header names it
     * @param telescopes telescope, instrument and survey, which tell filters of one name apart
     */
    Optional<Bandpass> ofFilter(String filter, String telescopes) {
        for (String name : names(filter)) {
            Optional<Bandpass> found = Optional.ofNullable(own.get(name))
                    .or(() -> COMMON.stream()
                            .filter(entry -> entry.names().contains(name) && entry.isFor(telescopes))
                            .map(Entry::band)
                            .findFirst());
            if (found.isPresent()) {
                return found;
            }
        }
        return COMMON.stream()
                .map(Entry::band)
                .filter(band -> band.name().equals(filter.strip()))
                .findFirst();
    }

    /** The whole name, then its words: {@code SDSS g'}, {@code r.MP9601}, {@code V_HIGH}. */
    private static List<String> names(String filter) {
        String whole = filter.strip();
        return Stream.concat(Stream.of(whole), Stream.of(whole.split("[\\s.,:/]+")))
                .distinct()
                .toList();
    }

    /** All that an instrument is sensitive to, where it is in the table. */
    Optional<Bandpass> ofInstrument(String telescopes) {
        return COMMON.stream()
                .filter(entry -> entry.names().contains(ANY) && entry.isFor(telescopes))
                .map(Entry::band)
                .findFirst();
    }
}
