// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.votable.spool.SpoolArea;

/**
 * A format as asked for, with what has been settled about it. Immutable, thread-safe.
 *
 * @param format the format
 * @param version VOTable version; without meaning for other formats
 * @param header whether CSV begins with a line of column names; without meaning for other formats
 * @param contentType for the HTTP header: a media type that was asked for comes back as it was (DALI 1.1, section 3.4.3)
 */
public record ResponseFormat(TableFormat format, VotableVersion version, boolean header, String contentType) {

    /** Versions of VOTable that can be written. */
    public enum VotableVersion {
        /** VOTable 1.4, the default. */
        V1_4("1.4"),
        /** VOTable 1.5. */
        V1_5("1.5");

        private final String number;

        VotableVersion(String number) {
            this.number = number;
        }

        /** For the attribute {@code version}. */
        public String number() {
            return number;
        }
    }

    /** The default: VOTable 1.4, BINARY2. */
    public static ResponseFormat votable() {
        return new ResponseFormat(TableFormat.VOTABLE_BINARY2, VotableVersion.V1_4, true, "application/x-votable+xml");
    }

    /** {@code format} with its own media type. */
    public static ResponseFormat of(TableFormat format) {
        // XML and JSON say or imply their encoding, other text does not.
        boolean isText = format.mediaType().startsWith("text/") || format == TableFormat.ECSV;
        String charset = isText ? ";charset=UTF-8" : "";
        return new ResponseFormat(format, VotableVersion.V1_4, true, format.mediaType() + charset);
    }

    /**
     * Settles the format of an answer.
     *
     * @param responseFormat value of RESPONSEFORMAT: a media type, whose parameters are parsed, or a short name
     * @param accept value of the HTTP header Accept, looked at only where {@code responseFormat} is empty; where nothing in
     *     it is known the default is taken
     * @throws UsageFault if {@code responseFormat} is unknown; names the known ones
     */
    public static ResponseFormat negotiate(Optional<String> responseFormat, Optional<String> accept) {
        return FormatNegotiation.negotiate(responseFormat, accept);
    }

    /**
     * A writer for this format.
     *
     * @param area where formats that cannot begin before the last row (FITS, ECSV, Parquet) keep the rows meanwhile
     */
    public TableWriter writer(SpoolArea area) {
        return switch (format) {
            case VOTABLE_BINARY2, VOTABLE_TABLEDATA, VOTABLE_BINARY -> new VotableWriter(this);
            case CSV, TSV -> new DelimitedWriter(this);
            case JSON -> new JsonWriter();
            case TEXT -> new TextWriter();
            case FITS -> new FitsWriter(area);
            case ECSV -> new EcsvWriter(area);
            case PARQUET -> new ParquetWriter(area);
            case HTML -> new HtmlWriter();
        };
    }
}
