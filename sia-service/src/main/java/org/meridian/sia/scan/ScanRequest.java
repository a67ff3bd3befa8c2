// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that is to be scanned.
 *
 * @param folder of the archive; may be read only
 * @param authority of the identities of datasets
 * @param collection name of the collection
 * @param title of it for people; empty to leave the one it has
 * @param rules YAML, blank for none; empty for those that the collection has
 * @param mayBeEmpty whether a collection that had files may have none now
 */
public record ScanRequest(
        Path folder,
        String authority,
        String collection,
        Optional<String> title,
        Optional<String> rules,
        boolean mayBeEmpty) {

    /** @throws IllegalArgumentException if the collection has no name that can stand in an identity */
    public ScanRequest {
        names(authority, collection);
    }

    /** With the rules of its collection, where it has none of its own. */
    public ScanRequest orRules(String stored) {
        return new ScanRequest(folder, authority, collection, title, Optional.of(rules.orElse(stored)), mayBeEmpty);
    }

    private static DatasetNames names(String authority, String collection) {
        return new DatasetNames(authority, collection);
    }

    DatasetNames names() {
        return names(authority, collection);
    }

    /** The folder without links in its path. */
    Path root() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder");
        }
        return folder.toRealPath();
    }
}
