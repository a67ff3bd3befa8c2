// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.DATAPRODUCT_SUBTYPE;
import static org.meridian.sia.obscore.ObscoreColumn.DATAPRODUCT_TYPE;
import static org.meridian.sia.obscore.ObscoreColumn.ENERGY_BANDPASSNAME;
import static org.meridian.sia.obscore.ObscoreColumn.OBS_CREATION_DATE;
import static org.meridian.sia.obscore.ObscoreColumn.OBS_RELEASE_DATE;
import static org.meridian.sia.obscore.ObscoreColumn.S_DEC;
import static org.meridian.sia.obscore.ObscoreColumn.S_FOV;
import static org.meridian.sia.obscore.ObscoreColumn.S_RA;
import static org.meridian.sia.obscore.ObscoreColumn.T_MIN;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.Circle;
import org.meridian.sia.obscore.CompositePart;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.Rights;
import org.meridian.sia.obscore.SkyCoverage;

/** Makes of the headers of a file a row of {@code ivoa.obscore}: what is found in them, then what rules say. Immutable. */
final class ObservationMapper {
    private final ScanRules rules;
    private final Bandpasses bandpasses;
    private final LocalDateTime now;

    /** @param now time of the scan, UTC */
    ObservationMapper(ScanRules rules, LocalDateTime now) {
        this.rules = rules;
        this.bandpasses = new Bandpasses(rules.bandpasses());
        this.now = now;
    }

    /**
     * What was understood.
     *
     * @param row columns; those that the archive gives are not in it yet
     * @param rights who may read the file
     * @param links rules for files that belong to it
     * @param part what it is in a picture in colour
     * @param file as rules see it
     */
    record Understood(
            ObscoreRow row, Rights rights, List<Rule.LinkRule> links, Optional<CompositePart> part, FileFacts file) {}

    /** Who may read a file whose headers are not known. */
    Rights rights(String path) {
        return Ruling.withoutHeaders(path, rules, now);
    }

    /** Who may read a file that is no dataset. */
    Rights rights(String path, List<Hdu> hdus) {
        return new Ruling(new FileFacts(path, Headers.of(hdus.get(0), hdus)), rules).rights(now, complaint -> {});
    }

    /**
     * What a file holds.
     *
     * @param path below the collection's folder
     * @param hdus at least one
     * @param values of its tables
     * @param complaints takes what is not understood; nothing ends the reading
     * @return empty if there is no dataset
     */
    Optional<Understood> map(String path, List<Hdu> hdus, ColumnValues values, Consumer<String> complaints) {
        Ruling first = new Ruling(new FileFacts(path, Headers.of(hdus.get(0), hdus)), rules);
        if (first.ignores()) {
            complaints.accept("ignored by a rule");
            return Optional.empty();
        }
        ProductFinder finder = new ProductFinder(hdus);
        Optional<Product> found = first.product().map(finder::findAs).orElseGet(finder::find);
        if (found.isEmpty()) {
            complaints.accept("no image, and no table of events, fluxes, cells or positions");
            return Optional.empty();
        }
        Headers headers = Headers.of(found.get().main(), hdus);
        FileFacts file = new FileFacts(path, headers);
        Ruling ruling = new Ruling(file, rules);
        ObscoreRow row = new ObscoreRow();
        describe(row, found.get(), file, ruling, values, complaints);
        Rights rights = rights(ruling, row, complaints);
        row.put(OBS_RELEASE_DATE, rights.released());
        Optional<CompositePart> part = ruling.part(row.get(ENERGY_BANDPASSNAME).map(String::valueOf), complaints);
        return Optional.of(new Understood(row, rights, ruling.links(), part, file));
    }

    private void describe(
            ObscoreRow row,
            Product product,
            FileFacts file,
            Ruling ruling,
            ColumnValues values,
            Consumer<String> complaints) {
        row.put(DATAPRODUCT_TYPE, product.kind().obscore());
        row.put(DATAPRODUCT_SUBTYPE, product.subtype());
        Headers headers = file.headers();
        new PositionMapper(headers, product, complaints).map(row, values);
        new TimeMapper(headers, product).map(row, values);
        new SpectralMapper(headers, product, bandpasses).map(row, values, ruling.filter());
        ObservableMapper.map(row, product);
        new ProvenanceMapper(headers, product).map(row, file.stem());
        ObscoreRow found = row.copy();
        ruling.apply(row, complaints);
        boolean moved = Stream.of(S_RA, S_DEC, S_FOV)
                .anyMatch(column -> !row.get(column).equals(found.get(column)));
        if (moved) {
            circle(row);
        }
    }

    /** The region of a position and a diameter that rules give. */
    private static void circle(ObscoreRow row) {
        OptionalDouble ra = row.number(S_RA);
        OptionalDouble dec = row.number(S_DEC);
        double radius = row.number(S_FOV).orElse(0) / 2;
        boolean possible = ra.isPresent() && dec.isPresent() && Math.abs(dec.getAsDouble()) <= 90;
        if (possible && radius >= 0 && radius <= 180) {
            row.cover(SkyCoverage.of(List.of(new Circle(ra.getAsDouble(), dec.getAsDouble(), radius))));
        }
    }

    /** The rights that rules give; without rules the data are public since they were made or observed. */
    private Rights rights(Ruling ruling, ObscoreRow row, Consumer<String> complaints) {
        Rights rights = ruling.rights(now, complaints);
        if (!rights.released().equals(Optional.of(now))) {
            return rights;
        }
        LocalDateTime since = Stream.of(
                        row.get(OBS_CREATION_DATE).map(LocalDateTime.class::cast),
                        OptionalDoubles.boxed(row.number(T_MIN)).map(ProvenanceMapper::ofMjd))
                .flatMap(Optional::stream)
                .filter(time -> !time.isAfter(now))
                .findFirst()
                .orElse(now);
        return new Rights(rights.ownerGroup(), Optional.of(since), rights.shown());
    }
}
