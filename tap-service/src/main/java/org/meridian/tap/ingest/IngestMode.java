// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

/** What happens where the table exists, or does not. */
public enum IngestMode {
    /** The ingest is refused. */
    CREATE,
    /** The new table takes the place of the old one; queries that run on the old one finish first. Creates it if absent. */
    REPLACE,
    /** The rows are added; the columns must be the same. Added rows lie behind the sorted ones. Refused if absent. */
    APPEND
}
