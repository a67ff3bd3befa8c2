// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.Observation;
import org.meridian.sia.obscore.Rights;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.obscore.ScannedFile.Stamp;
import org.slf4j.LoggerFactory;

/** Reads one file of an archive: whatever is wrong with it becomes a complaint. Thread-safe. */
final class FileReader {
    private static final Pattern FITS_NAME = Pattern.compile("(?i).+\\.(fits?|fts)(\\.(gz|bz2|fz))?|.+\\.fz");
    private static final byte[] FITS_BYTES = "SIMPLE  =".getBytes(StandardCharsets.US_ASCII);

    private final Path root;
    private final DatasetNames names;
    private final ObservationMapper mapper;
    private final LinkFinder links;

    FileReader(Path root, DatasetNames names, ObservationMapper mapper) {
        this.root = root;
        this.names = names;
        this.mapper = mapper;
        this.links = new LinkFinder(root);
    }

    /**
     * What was understood.
     *
     * @param rights of the file; empty if the disk kept it from being read
     */
    private record Understood(Optional<Rights> rights, Optional<Observation> observation) {
        static final Understood UNREAD = new Understood(Optional.empty(), Optional.empty());

        static Understood nothing(Rights rights) {
            return new Understood(Optional.of(rights), Optional.empty());
        }
    }

    ScannedFile read(Stamp stamp) {
        List<String> complaints = new ArrayList<>();
        Understood understood;
        try {
            understood = understood(stamp, complaints);
        } catch (FitsException e) {
            complaints.add(String.valueOf(e.getMessage()));
            understood = Understood.nothing(mapper.rights(stamp.path()));
        } catch (NoSuchFileException e) {
            complaints.add("has gone while the folder was scanned");
            understood = Understood.UNREAD;
        } catch (IOException e) {
            complaints.add("cannot be read: " + e.getClass().getSimpleName());
            understood = Understood.UNREAD;
        } catch (RuntimeException e) {
            // A header nobody has thought of must not end the scan of all others.
            LoggerFactory.getLogger(FileReader.class).warn("{} is not understood", stamp.path(), e);
            complaints.add("is not understood: " + e);
            understood = Understood.nothing(mapper.rights(stamp.path()));
        }
        return new ScannedFile(
                stamp,
                mediaType(stamp.path()),
                understood.rights,
                understood.observation,
                complaints.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", complaints)));
    }

    private Understood understood(Stamp stamp, List<String> complaints) throws IOException {
        Path file = root.resolve(stamp.path()).toRealPath();
        if (!file.startsWith(root)) {
            complaints.add("is a link out of the archive");
            return Understood.nothing(mapper.rights(stamp.path()));
        }
        if (stamp.size() == 0) {
            complaints.add("is empty");
            return Understood.nothing(mapper.rights(stamp.path()));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!FITS_NAME.matcher(stamp.path()).matches() && !beginsAsFits(channel)) {
                complaints.add("is no FITS file, by its name and its first bytes");
                return Understood.nothing(mapper.rights(stamp.path()));
            }
            try (FitsFile fits = FitsFile.open(channel, stamp.path())) {
                fits.damage().ifPresent(complaints::add);
                ColumnValues values =
                        beginsAsFits(channel) ? new ColumnValues(Optional.of(channel)) : ColumnValues.NONE;
                return mapper.map(stamp.path(), fits.hdus(), values, complaints::add)
                        .map(found -> new Understood(
                                Optional.of(found.rights()), Optional.of(observation(stamp, found, complaints))))
                        .orElseGet(() -> Understood.nothing(mapper.rights(stamp.path(), fits.hdus())));
            }
        }
    }

    private Observation observation(Stamp stamp, ObservationMapper.Understood found, List<String> complaints) {
        List<Dataset.Link> files = links.find(found.file(), found.links(), complaints::add);
        return new Observation(names.publisherDid(stamp.path()), found.row(), found.rights(), files, found.part());
    }

    private static boolean beginsAsFits(FileChannel channel) throws IOException {
        ByteBuffer begin = ByteBuffer.allocate(FITS_BYTES.length);
        while (begin.hasRemaining() && channel.read(begin, begin.position()) > 0) {
            // until there are enough bytes or no more
        }
        return begin.flip().equals(ByteBuffer.wrap(FITS_BYTES));
    }

    private static String mediaType(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        boolean fits = FITS_NAME.matcher(name).matches();
        if (fits && name.endsWith(".gz")) {
            return "application/x-fits-gzip";
        }
        if (fits && name.endsWith(".bz2")) {
            return "application/x-fits-bzip2";
        }
        return fits ? "application/fits" : "application/octet-stream";
    }
}
