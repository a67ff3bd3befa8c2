// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.regex.Pattern;
import org.meridian.core.place.ArchivePlace;

/**
 * Identities of the datasets of a collection.
 *
 * @param authority of the publisher
 * @param collection name of the collection
 */
record DatasetNames(String authority, String collection) {
    private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if it is no name of a collection */
    DatasetNames {
        if (!COLLECTION.matcher(collection).matches()) {
            throw new IllegalArgumentException(
                    "a collection is named by up to 64 letters, digits, '.', '_' and '-', the first"
                            + " a letter or digit; not '" + collection + "'");
        }
    }

    String publisherDid(String path) {
        return new ArchivePlace(collection, path).publisherDid(authority);
    }
}
