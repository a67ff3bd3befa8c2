// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * What came with a request or a job, for uploads to name (DALI 1.1, section 3.4.5). Immutable.
 *
 * @param files by the names of their parts; they must be there until the tables are closed
 * @param otherwise what there is for who names a part that is not there, and what would be right
 */
public record SentParts(Map<String, Path> files, String otherwise) {
    private static final int NAMES_SHOWN = 10;
    private static final int CHARACTERS_SHOWN = 40;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public SentParts {
        files = Map.copyOf(files);
    }

    /** Of a request that is not multipart. */
    public static SentParts notMultipart() {
        return new SentParts(
                Map.of(),
                "the request is not multipart/form-data: send it so, with the table in a part of that name, or name the"
                        + " table's URL");
    }

    /**
     * Of a multipart request.
     *
     * @param names of all its parts
     */
    public static SentParts ofMultipart(Map<String, Path> files, List<String> names) {
        return new SentParts(
                files,
                names.isEmpty()
                        ? "the request has no parts; send the table in one of that name"
                        : "that part is missing; there are " + shown(names));
    }

    /** Of a job, whose files may have come with several requests. */
    public static SentParts ofJob(Map<String, Path> files) {
        return new SentParts(
                files,
                files.isEmpty()
                        ? "no file was sent with the job: send the table with its UPLOAD in one request, as"
                                + " multipart/form-data"
                        : "that part is missing; the files of the job are "
                                + shown(files.keySet().stream().sorted().toList()));
    }

    private static String shown(List<String> names) {
        String first = names.stream().limit(NAMES_SHOWN).map(SentParts::shown).collect(Collectors.joining(", "));
        return names.size() <= NAMES_SHOWN ? first : first + " and " + (names.size() - NAMES_SHOWN) + " more";
    }

    private static String shown(String name) {
        String plain = CONTROL.matcher(name).replaceAll("?");
        return plain.length() <= CHARACTERS_SHOWN ? plain : plain.substring(0, CHARACTERS_SHOWN) + "...";
    }

    /** The file of a part, for the table that messages call {@code label}. */
    Path file(String part, String label) {
        Path file = files.get(part);
        if (file == null) {
            throw new UsageFault(label + " is to be in part '" + shown(part) + "' of the request, but " + otherwise);
        }
        return file;
    }
}
