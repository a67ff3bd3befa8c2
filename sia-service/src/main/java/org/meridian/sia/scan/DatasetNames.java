// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Identities of the datasets of a collection: {@code ivo://authority/collection?path}, with everything of the path but slashes
 * and the unreserved characters of RFC 3986 percent-encoded.
 *
 * @param authority of the publisher
 * @param collection name of the collection
 */
record DatasetNames(String authority, String collection) {
    private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String KEPT = "-._~/";

    /** @throws IllegalArgumentException if it is no name of a collection */
    DatasetNames {
        if (!COLLECTION.matcher(collection).matches()) {
            throw new IllegalArgumentException(
                    "a collection is named by up to 64 letters, digits, '.', '_' and '-', the first"
                            + " a letter or digit; not '" + collection + "'");
        }
    }

    String publisherDid(String path) {
        StringBuilder did = new StringBuilder("ivo://")
                .append(authority)
                .append('/')
                .append(collection)
                .append('?');
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean kept = c < 128 && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0);
            did.append(kept ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return did.toString();
    }
}
