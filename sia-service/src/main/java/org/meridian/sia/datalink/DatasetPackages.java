// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.sia.archive.ArchiveFiles;
import org.meridian.sia.archive.FilePackage.Kind;
import org.meridian.sia.archive.Reading;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.obscore.Dataset;

/**
 * Datasets with all that belongs to them, for download. Thread-safe.
 *
 * @param reading who may read what
 * @param files opens them
 * @param places for those that are being sent
 * @param clock by which datasets become public
 */
public record DatasetPackages(Reading reading, ArchiveFiles files, WorkPlaces places, InstantSource clock) {

    /** A package that is ready to be written, once. */
    public final class Ready implements Closeable {
        private final DatasetPackage members;
        private final Kind kind;
        private final Visitor visitor;
        private final WorkPlaces.Place place;

        private Ready(DatasetPackage members, Kind kind, Visitor visitor, WorkPlaces.Place place) {
            this.members = members;
            this.kind = kind;
            this.visitor = visitor;
            this.place = place;
        }

        /** How many bytes it will have; empty if that is not known before. */
        public OptionalLong bytes() {
            return kind == Kind.TAR ? OptionalLong.of(members.tarBytes()) : OptionalLong.empty();
        }

        /** Writes it. */
        public void write(OutputStream out) throws IOException {
            members.write(kind, reading, files, visitor, out);
        }

        @Override
        public void close() {
            place.close();
        }
    }

    /**
     * The package of a dataset.
     *
     * @return closed by the caller
     * @throws DaliFault as {@link Reading#dataset}
     * @throws IOException if the database or the disk fails
     */
    public Ready open(String publisherDid, Kind kind, Visitor visitor) throws IOException {
        Dataset dataset = reading.dataset(publisherDid, visitor);
        Instant now = clock.instant();
        WorkPlaces.Place place =
                places.take(Spender.of(visitor.subject(), visitor.address()).account());
        Optional<Ready> ready = Optional.empty();
        try {
            DatasetPackage all = DatasetPackage.of(
                    dataset,
                    reading.holdings()
                            .describeFiles(
                                    dataset.links().stream().map(dataset::place).toList(), visitor.subject(), now),
                    visitor.subject(),
                    now);
            ready = Optional.of(new Ready(all.asItIs(files, visitor), kind, visitor, place));
            return ready.get();
        } finally {
            if (ready.isEmpty()) {
                place.close();
            }
        }
    }
}
