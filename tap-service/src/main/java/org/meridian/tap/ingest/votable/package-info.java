// SPDX-License-Identifier: Apache-2.0
/**
 * Reading VOTables to the letter (VOTable 1.4, sections 5 and 6): a value that is none of its datatype is an error, never
 * NULL, and a stream that was cut never a shorter table. STIL reads the metadata. Knows nothing of databases.
 */
@NullMarked
package org.meridian.tap.ingest.votable;

import org.jspecify.annotations.NullMarked;
