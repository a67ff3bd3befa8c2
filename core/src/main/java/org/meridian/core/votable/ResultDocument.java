// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;
import java.util.Optional;

/**
 * What a result says besides its rows. Immutable.
 *
 * @param tableName name of the TABLE, empty if none
 * @param description of the TABLE, empty if none
 * @param infos INFO elements, in order (DALI 1.1, section 4.4.3): {@code standardID}, {@code QUERY}, provenance, echoed
 *     parameters
 * @param maxrec most rows written; one more in the stream makes an overflow; 0 always does (DALI 1.1, section 3.4.4)
 * @param maxBytes a row that begins after so many bytes of rows (in BINARY before base64, in Parquet before compression) makes
 *     an overflow, too
 * @param parameters of the service that gives the rows, as PARAMs before them (SIA 1.0 wants such)
 * @param descriptors of services that work on the rows
 */
public record ResultDocument(
        Optional<String> tableName,
        Optional<String> description,
        List<Info> infos,
        long maxrec,
        long maxBytes,
        List<ServiceDescriptor.Input> parameters,
        List<ServiceDescriptor> descriptors) {

    public ResultDocument {
        infos = List.copyOf(infos);
        parameters = List.copyOf(parameters);
        descriptors = List.copyOf(descriptors);
        if (maxrec < 0 || maxBytes <= 0) {
            throw new IllegalArgumentException("maxrec " + maxrec + ", maxBytes " + maxBytes);
        }
    }

    /** A document of any size. */
    public ResultDocument(Optional<String> tableName, Optional<String> description, List<Info> infos, long maxrec) {
        this(tableName, description, infos, maxrec, Long.MAX_VALUE, List.of(), List.of());
    }

    /**
     * An INFO element (VOTable 1.4, section 4.8).
     *
     * @param name such as {@code standardID}
     * @param value any text
     * @param ucd such as {@code meta.bib}; empty if none
     */
    public record Info(String name, String value, Optional<String> ucd) {
        /** An INFO without UCD. */
        public Info(String name, String value) {
            this(name, value, Optional.empty());
        }
    }

    /** A document of all rows with no more said. */
    public static ResultDocument plain() {
        return new ResultDocument(Optional.empty(), Optional.empty(), List.of(), Long.MAX_VALUE);
    }

    /** The same, cut at {@code rows} rows. */
    public ResultDocument withMaxrec(long rows) {
        return new ResultDocument(tableName, description, infos, rows, maxBytes, parameters, descriptors);
    }

    /** The same, cut where its rows have more than {@code bytes} bytes. */
    public ResultDocument withMaxBytes(long bytes) {
        return new ResultDocument(tableName, description, infos, maxrec, bytes, parameters, descriptors);
    }

    /** The same, with descriptions of services that work on its rows in place of others. */
    public ResultDocument with(List<ServiceDescriptor> services) {
        return new ResultDocument(tableName, description, infos, maxrec, maxBytes, parameters, services);
    }

    /** The same with PARAMs before the rows in place of others. */
    public ResultDocument withParameters(List<ServiceDescriptor.Input> inputs) {
        return new ResultDocument(tableName, description, infos, maxrec, maxBytes, inputs, descriptors);
    }
}
