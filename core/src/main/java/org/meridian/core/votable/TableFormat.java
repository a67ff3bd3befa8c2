// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;
import java.util.Optional;

/**
 * The formats in which a table can be had (DALI 1.1, section 3.4.3; TAP 1.1, section 2.7.3). A request is matched against
 * them by {@link ResponseFormat}.
 */
public enum TableFormat {
    /** VOTable, rows in BINARY2; the default. */
    VOTABLE_BINARY2(
            "application/x-votable+xml;serialization=BINARY2",
            List.of("votable", "votable/b2"),
            Optional.of("ivo://ivoa.net/std/TAPRegExt#output-votable-binary2"),
            true),
    /** VOTable, rows in TABLEDATA. */
    VOTABLE_TABLEDATA(
            "application/x-votable+xml;serialization=TABLEDATA",
            List.of("votable/td"),
            Optional.of("ivo://ivoa.net/std/TAPRegExt#output-votable-td"),
            true),
    /** VOTable, rows in BINARY. */
    VOTABLE_BINARY(
            "application/x-votable+xml;serialization=BINARY",
            List.of("votable/b"),
            Optional.of("ivo://ivoa.net/std/TAPRegExt#output-votable-binary"),
            true),
    /** Comma-separated values (RFC 4180), UTF-8, with a header line unless declined. */
    CSV("text/csv;header=present", List.of("csv"), Optional.empty(), false),
    /** Tab-separated values, UTF-8, with a header line. */
    TSV("text/tab-separated-values", List.of("tsv"), Optional.empty(), false),
    /** One JSON object: {@code metadata}, {@code data} (rows as arrays), {@code status}. */
    JSON("application/json", List.of("json"), Optional.empty(), true),
    /** Aligned columns for reading by people, UTF-8. */
    TEXT("text/plain", List.of("text", "txt"), Optional.empty(), true),
    /** FITS binary table. */
    FITS("application/fits", List.of("fits"), Optional.empty(), false),
    /** CSV with a header in YAML that describes the columns (Astropy APE 6), UTF-8. */
    ECSV("application/x-ecsv", List.of("ecsv"), Optional.empty(), false),
    /** Parquet with the descriptions of the columns in its footer (VOParquet 1.0). */
    PARQUET("application/vnd.apache.parquet", List.of("parquet"), Optional.empty(), false),
    /** A page for reading by people, UTF-8. */
    HTML("text/html", List.of("html"), Optional.empty(), true);

    private final String mediaType;
    private final List<String> shortNames;
    private final Optional<String> ivoid;
    private final boolean carriesErrors;

    TableFormat(String mediaType, List<String> shortNames, Optional<String> ivoid, boolean carriesErrors) {
        this.mediaType = mediaType;
        this.shortNames = shortNames;
        this.ivoid = ivoid;
        this.carriesErrors = carriesErrors;
    }

    /** Canonical media type with the parameters that tell it from its neighbours. */
    public String mediaType() {
        return mediaType;
    }

    /** Short names for RESPONSEFORMAT, and {@code alias} in capabilities. */
    public List<String> shortNames() {
        return shortNames;
    }

    /** Identifier for {@code outputFormat/@ivo-id} (TAPRegExt 1.0, section 2.4); empty if none is registered. */
    public Optional<String> ivoid() {
        return ivoid;
    }

    /** Whether an error document can be written in this format; for others it is a VOTable. */
    public boolean carriesErrors() {
        return carriesErrors;
    }

    /** Whether not a byte can be written before the last row is there, so that rows that fail leave nothing behind. */
    public boolean needsAllRows() {
        return this == FITS || this == ECSV || this == PARQUET;
    }
}
