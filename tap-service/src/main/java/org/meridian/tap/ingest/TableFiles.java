// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXParseException;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.formats.CsvTableBuilder;
import uk.ac.starlink.table.formats.RowEvaluatorTableBuilder;
import uk.ac.starlink.util.DataSource;
import uk.ac.starlink.util.FileDataSource;

/**
 * Opens files as tables: everything STIL reads, and Parquet. Formats without types (CSV, ASCII, TST) are read twice, the
 * first time to find them: boolean, integer, long, double, time or text. Rows are streamed, or kept in temporary files where
 * a format cannot be (VOTable); memory does not grow with the file.
 */
final class TableFiles {
    // These need libraries that are not here; DuckDB reads Parquet.
    private static final Set<String> LEFT_OUT = Set.of("parquet", "feather", "GBIN");
    /** Characters of what a reader says; some repeat what they could not read. */
    private static final int MAX_REASON = 300;

    private static final byte[] PARQUET_MAGIC = {'P', 'A', 'R', '1'};
    private static final Pattern ONE_NAME = Pattern.compile("[^\\s\"]+|\"([^\"]|\"\")*\"");
    // Between names and rows; before them stand a title and parameters, without tabulators.
    private static final Pattern TST_DASHES = Pattern.compile("(?m)^ *-+ *(\t *-+ *)+\r?$");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
    private static final Logger LOG = LoggerFactory.getLogger(TableFiles.class);
    private static final Pattern CODE = Pattern.compile("\\b(java|javax|uk|org)\\.[a-z]+\\.|\\w(Exception|Error)\\b");
    // Kept, so that the level stays: STIL tells at level INFO of each format that a file does not have.
    private static final java.util.logging.Logger STIL_LOG = java.util.logging.Logger.getLogger("uk.ac.starlink");

    /**
     * Formats in which strangers may send tables: those that consist of one file, name no other, and embed no document that
     * could (PDS4 labels, FITS files with a VOTable in their header), and of which can be told before how much memory they take.
     */
    private static final Set<String> SAFE = Set.of("VOTable", "FITS", "ECSV", "CSV", "TST", "IPAC", "MRT", "ASCII");

    private final StarTableFactory factory;
    private final StoragePolicy storage;
    private final boolean guarded;

    /** Readers of the operator's files. */
    TableFiles() {
        this(StoragePolicy.PREFER_DISK, false);
    }

    /**
     * Readers of files from strangers: only formats and documents that cannot make the reader look elsewhere or grow without
     * limit.
     *
     * @param storage where rows go that cannot be read twice from the file
     */
    TableFiles(QuotaStorage storage) {
        this(storage, true);
    }

    private TableFiles(StoragePolicy storage, boolean guarded) {
        this.storage = storage;
        this.guarded = guarded;
        STIL_LOG.setLevel(Level.SEVERE);
        factory = new StarTableFactory(false);
        factory.setStoragePolicy(storage);
        factory.setKnownBuilders(prepared(factory.getKnownBuilders()));
        factory.setDefaultBuilders(prepared(factory.getDefaultBuilders()));
    }

    private TableBuilder[] prepared(List<TableBuilder> builders) {
        List<TableBuilder> kept = new ArrayList<>();
        for (TableBuilder builder : builders) {
            String name = builder.getFormatName();
            if (LEFT_OUT.contains(name) || guarded && SAFE.stream().noneMatch(name::equalsIgnoreCase)) {
                continue;
            }
            kept.add(checking(prepared(builder)));
        }
        return kept.toArray(TableBuilder[]::new);
    }

    private TableBuilder checking(TableBuilder builder) {
        return switch (builder.getFormatName()) {
            case "VOTable" -> new VotableFileBuilder(builder, guarded);
            // Bounds its rows itself.
            case "CSV" -> builder;
            case "FITS" -> guarded ? new GuardedFitsBuilder() : builder;
            default -> guarded ? new BoundedRowsBuilder(builder) : builder;
        };
    }

    private static TableBuilder prepared(TableBuilder builder) {
        if (builder instanceof RowEvaluatorTableBuilder guessing) {
            guessing.setDecoders(TextDecoders.all());
        }
        return builder instanceof CsvTableBuilder ? new DelimitedTable.Builder(',') : Utf8TableBuilder.mended(builder);
    }

    /**
     * Opens a file. {@code name#2} is the second table of file {@code name}, where no file has the longer name.
     *
     * @throws IngestException if there is no such file, or it is no table; the message says which and why
     */
    StarTable open(IngestSource.TableFile file) throws IngestException {
        Path path = file.path();
        Optional<String> position = Optional.empty();
        String name = path.toString();
        if (!Files.exists(path) && name.lastIndexOf('#') > 0) {
            path = Path.of(name.substring(0, name.lastIndexOf('#')));
            position = Optional.of(name.substring(name.lastIndexOf('#') + 1));
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new IngestException(
                    Files.exists(path) ? file.label() + " is not a file that can be read" : "there is no file " + path);
        }
        try {
            if (Files.size(path) == 0) {
                throw new IngestException(file.label() + " is empty");
            }
            Optional<String> format = file.format().filter(f -> !f.equalsIgnoreCase("auto"));
            if (format.map(f -> f.equalsIgnoreCase("parquet")).orElse(isParquet(path))) {
                return ParquetTable.open(path.toRealPath(), guarded ? FitsGuard.MAX_ROW_BYTES : Long.MAX_VALUE);
            }
            FileDataSource source =
                    storage instanceof QuotaStorage quota ? quota.source(path) : new FileDataSource(path.toFile());
            position.ifPresent(source::setPosition);
            return FitsNulls.in(format.isPresent() ? read(source, checked(format.get())) : detect(source, file));
        } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
            throw refused(file.label(), e);
        }
    }

    /**
     * What a failure of a reader is to the sender of a table.
     *
     * @throws DaliFault where the failure is that a file became too large, or the disk full
     */
    static IngestException refused(String label, Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DaliFault fault) {
                throw fault;
            }
        }
        return new IngestException(label + " cannot be read: " + reason(e), e);
    }

    private StarTable read(DataSource source, String format) throws IOException {
        return factory.makeStarTable(source, format);
    }

    private String checked(String format) throws IngestException {
        List<String> known = factory.getKnownFormats();
        return known.stream()
                .filter(name -> name.equalsIgnoreCase(format))
                .findFirst()
                .orElseThrow(() -> new IngestException("there is no table format " + format + "; known are "
                        + String.join(", ", known) + ", parquet"));
    }

    private StarTable detect(DataSource source, IngestSource.TableFile file) throws IOException, IngestException {
        Optional<TableBuilder> named = named(file.path());
        try {
            return factory.makeStarTable(source);
        } catch (TableFormatException unknown) {
            // The reader that the name asks for says why; the others only that it is not theirs.
            return named.isPresent()
                    ? named.get().makeStarTable(source, false, factory.getStoragePolicy())
                    : guess(source, file);
        }
    }

    /** The reader that the name of a file asks for. */
    private Optional<TableBuilder> named(Path path) {
        String name = path.getFileName().toString().replaceFirst("(?i)\\.(gz|bz2|z)$", "");
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".tsv")) {
            return Optional.of(new DelimitedTable.Builder('\t'));
        }
        return factory.getKnownBuilders().stream()
                .filter(builder -> builder.looksLikeFile(name)
                        || lower.endsWith(".tst") && builder.getFormatName().equals("TST"))
                // The plain format comes after its special kinds.
                .reduce((first, last) -> last);
    }

    /**
     * A table without magic number and telling name: TST if a line of dashes stands below its names, CSV if its first line has
     * a comma or is one name, else ASCII.
     */
    private StarTable guess(DataSource source, IngestSource.TableFile file) throws IOException, IngestException {
        String first = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(source.getInputStream(), StandardCharsets.UTF_8))) {
            char[] start = new char[8192];
            int count = lines.read(start);
            first = count < 0 ? "" : new String(start, 0, count);
        }
        String line = first.lines()
                .filter(l -> !l.startsWith("#") && !l.isBlank())
                .findFirst()
                .orElse("");
        boolean titled = !first.lines().findFirst().orElse("").contains("\t");
        boolean tst = titled && TST_DASHES.matcher(first).find();
        if (!tst && line.contains("\t") && !line.contains(",")) {
            return new DelimitedTable.Builder('\t').makeStarTable(source, false, factory.getStoragePolicy());
        }
        boolean ipac = line.startsWith("|") || line.startsWith("\\");
        String format = tst ? "TST" : ipac ? "IPAC" : line.contains(",") || isOneName(line) ? "CSV" : "ASCII";
        try {
            if (line.isBlank() && !tst || line.stripLeading().startsWith("<") || first.indexOf('\0') >= 0) {
                throw new TableFormatException("no known format");
            }
            return read(source, format);
        } catch (TableFormatException e) {
            throw new IngestException(
                    file.label() + " is in no known table format; where it is one of "
                            + String.join(", ", factory.getKnownFormats()) + ", parquet, "
                            + (guarded ? "the file is damaged" : "name it with --format"),
                    e);
        }
    }

    /** Whether a first line is that of a CSV table of one column: a word that is no number, or a text in quotes. */
    private static boolean isOneName(String line) {
        return ONE_NAME.matcher(line.strip()).matches()
                && !NUMBER.matcher(line.strip()).matches();
    }

    private static boolean isParquet(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(PARQUET_MAGIC.length), PARQUET_MAGIC);
        }
    }

    /** What an exception of a reader says, in a line and in plain words; what only tells of code goes to the log. */
    static String reason(Throwable e) {
        Throwable inner = e;
        while ((!isPlain(inner) || isWrapped(inner))
                && inner.getCause() instanceof IOException cause
                && isPlain(cause)) {
            inner = cause;
        }
        if (inner instanceof TableFormatException && inner.getCause() instanceof SAXParseException xml) {
            return "the XML is broken at line " + xml.getLineNumber() + ": " + line(String.valueOf(xml.getMessage()));
        }
        if (isPlain(inner)) {
            return line(String.valueOf(inner.getMessage()));
        }
        LOG.debug("a reader failed", e);
        return switch (e) {
            case XmlGuard.RefusedXmlException refused -> refused.getMessage();
            // A known fault of STIL 4.3.5.
            case NegativeArraySizeException noRows -> "the file is damaged, or has no rows";
            default -> "the file is damaged, or not in the format its name or --format says";
        };
    }

    /** Whether it is the factory's, which only repeats the name of the file. */
    private static boolean isWrapped(Throwable e) {
        return String.valueOf(e.getMessage()).startsWith("Can't open ");
    }

    private static boolean isPlain(Throwable e) {
        boolean meant = e instanceof IOException
                || e instanceof SQLException
                || e instanceof IngestException
                || e instanceof IllegalArgumentException;
        String message = e.getMessage();
        return meant
                && message != null
                && !message.isBlank()
                && !CODE.matcher(message).find();
    }

    private static String line(String message) {
        String line = message.strip().replaceAll("\\s*\\n\\s*", "; ").replaceAll("[\\p{Cntrl}\\x{FFFD}]", "?");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON - 3) + "...";
    }
}
