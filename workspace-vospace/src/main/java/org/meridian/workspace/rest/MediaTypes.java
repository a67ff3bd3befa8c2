// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import java.util.Locale;
import java.util.Map;

/** Media types of files of which nobody has said one, by the ends of their names. Pure functions. */
public final class MediaTypes {

    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_END = Map.ofEntries(
            Map.entry("fits", "application/fits"),
            Map.entry("fit", "application/fits"),
            Map.entry("fts", "application/fits"),
            Map.entry("vot", "application/x-votable+xml"),
            Map.entry("votable", "application/x-votable+xml"),
            Map.entry("xml", "text/xml"),
            Map.entry("csv", "text/csv"),
            Map.entry("tsv", "text/tab-separated-values"),
            Map.entry("ecsv", "text/plain"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/plain"),
            Map.entry("log", "text/plain"),
            Map.entry("py", "text/plain"),
            Map.entry("json", "application/json"),
            Map.entry("ipynb", "application/x-ipynb+json"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("yml", "application/yaml"),
            Map.entry("cwl", "application/cwl+yaml"),
            Map.entry("parquet", "application/vnd.apache.parquet"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("zip", "application/zip"),
            Map.entry("gz", "application/gzip"),
            Map.entry("tar", "application/x-tar"));

    private MediaTypes() {}

    /** Of a file of that name. */
    public static String ofName(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_END.getOrDefault(end, UNKNOWN);
    }

    /** Whether a client has said something by a header Content-Type: forms are what curl sends by itself. */
    public static boolean isOne(String type) {
        return type.length() <= 200
                && type.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;[ -~]*)?")
                && !type.equals(UNKNOWN)
                && !type.startsWith("application/x-www-form-urlencoded");
    }
}
