// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.List;
import java.util.Optional;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.SkyIndex;

/**
 * What is to be loaded into which table, and how.
 *
 * @param sources at least one; all with the same columns, matched by name
 * @param table the table
 * @param mode what happens where the table exists
 * @param options everything that has a default
 */
public record IngestRequest(List<IngestSource> sources, TableName table, IngestMode mode, Options options) {

    public IngestRequest {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("nothing to load: name at least one file");
        }
    }

    /**
     * Choices with defaults.
     *
     * @param position the columns with right ascension and declination in degrees, by their names in the file or in the
     *     table; empty to find them by UCD and name
     * @param indexed columns that get a B-tree besides the main identifier
     * @param description of the table; empty to take that of the file
     * @param schemaDescription of the schema, where it is new
     * @param access who may read it; empty to keep the rule of the table that it replaces, else for everybody
     */
    public record Options(
            Optional<SkyIndex.LonLatColumns> position,
            List<String> indexed,
            Optional<String> description,
            Optional<String> schemaDescription,
            Optional<AccessRule.Restricted> access) {
        /** Everything found out. */
        public static final Options DEFAULT =
                new Options(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

        public Options {
            indexed = List.copyOf(indexed);
        }

        /** The same with a rule of who may read the table. */
        public Options with(AccessRule.Restricted rule) {
            return new Options(position, indexed, description, schemaDescription, Optional.of(rule));
        }
    }
}
