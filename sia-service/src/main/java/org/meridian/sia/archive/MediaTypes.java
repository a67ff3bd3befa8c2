// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.util.Locale;
import java.util.Map;

/**
 * Media types of files as they are stored. A file that was compressed as a whole is sent as what it is, with its own length and
 * ranges, and not as an encoding of what it was made from: browsers and most clients would unpack that, and keep it under a name
 * that says otherwise. Pure functions.
 */
public final class MediaTypes {

    /** Of FITS files, those compressed in tiles included: they are FITS (FITS 4.0, section 10). */
    public static final String FITS = "application/fits";

    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> COMPRESSED = Map.of(
            "gz", "application/gzip",
            "bz2", "application/x-bzip2",
            "xz", "application/x-xz",
            "zst", "application/zstd",
            "z", "application/x-compress");

    private static final Map<String, String> BY_END = Map.ofEntries(
            Map.entry("fits", FITS),
            Map.entry("fit", FITS),
            Map.entry("fts", FITS),
            Map.entry("fz", FITS),
            Map.entry("vot", "application/x-votable+xml"),
            Map.entry("xml", "text/xml"),
            Map.entry("csv", "text/csv"),
            Map.entry("json", "application/json"),
            Map.entry("parquet", "application/vnd.apache.parquet"),
            Map.entry("txt", "text/plain"),
            Map.entry("log", "text/plain"),
            Map.entry("md", "text/plain"),
            Map.entry("reg", "text/plain"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("ps", "application/postscript"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("zip", "application/zip"));

    private MediaTypes() {}

    /**
     * Of a file whose content is known.
     *
     * @param content media type of what is in it, unpacked
     */
    public static String stored(String path, String content) {
        return COMPRESSED.getOrDefault(end(path), content);
    }

    /** Of a file of that name. */
    public static String ofName(String path) {
        return stored(path, BY_END.getOrDefault(end(path), UNKNOWN));
    }

    private static String end(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
