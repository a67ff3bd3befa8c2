// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.pack;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of packages. */
public enum PackageFormat {
    /** POSIX.1-2001 (pax): any name, any size. */
    TAR("tar", "application/x-tar"),
    /** With ZIP64 where it is needed, and names in UTF-8. */
    ZIP("zip", "application/zip");

    private final String word;
    private final String mediaType;

    PackageFormat(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    /** As it is written in requests, and at the end of names. */
    public String word() {
        return word;
    }

    /** For the header Content-Type. */
    public String mediaType() {
        return mediaType;
    }

    /** The format of that word. */
    public static Optional<PackageFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equalsIgnoreCase(word))
                .findFirst();
    }
}
