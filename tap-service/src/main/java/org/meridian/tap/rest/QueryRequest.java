// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.place.UserFiles;

/**
 * What a client asks of the sync resource, read and checked (TAP 1.1, section 2.7).
 *
 * @param query text of the query
 * @param maxrec most rows wanted; empty if the client does not say
 * @param runid for the log; empty if the client gives none
 * @param uploads values of UPLOAD, as sent
 * @param destination file of a user into which the result is to go; empty if the client is to have it
 */
record QueryRequest(
        String query, OptionalLong maxrec, Optional<String> runid, List<String> uploads, Optional<String> destination) {

    private static final Set<String> LANGUAGES = Set.of("ADQL", "ADQL-2.0", "ADQL-2.1");

    /**
     * Reads the parameters. What TAP does not know is ignored; {@code REQUEST} of TAP 1.0, which TAP 1.1 has dropped, may
     * be there if it asks for the one thing there is.
     *
     * @throws UsageFault if one is missing, wrong, or asks for what the service does not do
     */
    static QueryRequest of(DaliParameters parameters) {
        Optional<String> request = parameters.single("REQUEST").map(String::strip);
        if (request.isPresent() && !request.get().equalsIgnoreCase("doQuery")) {
            throw new UsageFault(
                    "unknown request '" + shortened(request.get()) + "': REQUEST must be doQuery, or left out");
        }
        String language = parameters.required("LANG").strip();
        if (!LANGUAGES.contains(language)) {
            throw new UsageFault("unknown query language '" + shortened(language) + "': LANG must be one of "
                    + String.join(", ", LANGUAGES.stream().sorted().toList()));
        }
        return new QueryRequest(
                parameters.required("QUERY"),
                parameters.maxrec(),
                parameters.runid(),
                parameters.uploads(),
                UserFiles.destination(parameters, "result.vot"));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
