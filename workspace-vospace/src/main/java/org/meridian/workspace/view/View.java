// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridian.core.votable.TableFormat;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.pack.PackageFormat;

/** The forms in which nodes can be had (VOSpace 2.1, section 3.4). */
public enum View {
    /** The bytes as they are. */
    DATA("data", null, null),
    /** The headers of a FITS file. */
    HEADER("header", null, null),
    /** What the columns of a table are. */
    COLUMNS("columns", null, null),
    /** The first rows of a table. */
    ROWS("rows", null, null),
    /** A small picture. */
    PREVIEW("preview", null, null),
    /** A table as VOTable. */
    VOTABLE("votable", TableFormat.VOTABLE_BINARY2, null),
    /** A table as FITS. */
    FITS("fits", TableFormat.FITS, null),
    /** A table as Parquet. */
    PARQUET("parquet", TableFormat.PARQUET, null),
    /** A table as CSV. */
    CSV("csv", TableFormat.CSV, null),
    /** A table with tabs between its cells. */
    TSV("tsv", TableFormat.TSV, null),
    /** A table as ECSV. */
    ECSV("ecsv", TableFormat.ECSV, null),
    /** A table as JSON. */
    JSON("json", TableFormat.JSON, null),
    /** A container as tar file. */
    TAR("tar", null, PackageFormat.TAR),
    /** A container as zip file. */
    ZIP("zip", null, PackageFormat.ZIP);

    private static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final Set<String> AS_IT_IS = Set.of("anyview", "defaultview", "binaryview", "view", "data");
    private static final Set<String> TABLES = Set.of(
            "application/x-votable+xml",
            "text/xml",
            "application/xml",
            "text/csv",
            "text/tab-separated-values",
            "application/x-ecsv",
            "application/vnd.apache.parquet");

    private final String word;
    private final @Nullable TableFormat table;
    private final @Nullable PackageFormat pack;

    View(String word, @Nullable TableFormat table, @Nullable PackageFormat pack) {
        this.word = word;
        this.table = table;
        this.pack = pack;
    }

    /** As it is written in requests. */
    public String word() {
        return word;
    }

    /** The format, where it is a table in one. */
    public Optional<TableFormat> table() {
        return Optional.ofNullable(table);
    }

    /** The format, where it is a package. */
    public Optional<PackageFormat> pack() {
        return Optional.ofNullable(pack);
    }

    /** Whether it is a form of a table. */
    public boolean isOfTables() {
        return table != null || this == COLUMNS || this == ROWS;
    }

    /** Its identifier: the standard's, where there is one. */
    public String uri(VosUri space) {
        return this == DATA ? CORE + "defaultview" : space.ivoid() + "#" + word;
    }

    /**
     * The view of a word, or of an identifier.
     *
     * @param text such as {@code header}, or {@code ivo://ivoa.net/vospace/core#defaultview}
     */
    public static Optional<View> of(String text, VosUri space) {
        String own = space.ivoid() + "#";
        String name = text.startsWith(CORE)
                ? text.substring(CORE.length())
                : text.startsWith(own) ? text.substring(own.length()) : text;
        String word = name.toLowerCase(Locale.ROOT);
        return AS_IT_IS.contains(word)
                ? Optional.of(DATA)
                : Arrays.stream(values()).filter(view -> view.word.equals(word)).findFirst();
    }

    /** All words, for people. */
    public static String words() {
        return Arrays.stream(values()).map(View::word).collect(Collectors.joining(", "));
    }

    /** Views of containers. */
    public static List<View> ofContainers() {
        return List.of(TAR, ZIP);
    }

    /** Views of files. */
    public static List<View> ofFiles() {
        return Arrays.stream(values()).filter(view -> view.pack == null).toList();
    }

    /**
     * Views that a file seems to have.
     *
     * @param mediaType of the file
     */
    public static List<View> ofFile(String mediaType) {
        String type = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean fits = type.equals("application/fits") || type.equals("image/fits");
        boolean table = fits || TABLES.contains(type);
        List<View> views = new ArrayList<>(List.of(DATA));
        if (fits) {
            views.add(HEADER);
        }
        if (fits || type.equals("image/png") || type.equals("image/jpeg") || type.equals("image/gif")) {
            views.add(PREVIEW);
        }
        if (table) {
            Arrays.stream(values()).filter(View::isOfTables).forEach(views::add);
        }
        return views;
    }
}
