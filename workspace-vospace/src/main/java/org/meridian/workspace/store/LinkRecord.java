// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * A link node: it has no file. Immutable.
 *
 * @param number of it, from 1 on
 * @param name in its container
 * @param target the URI it points to
 * @param properties what is said of it, by URI
 * @param made when it was made
 */
public record LinkRecord(long number, String name, String target, Map<String, String> properties, Instant made) {

    public LinkRecord {
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** By which the database knows what else is said of it: no file has a negative inode. */
    public Identity identity() {
        return new Identity(-number, 0);
    }
}
