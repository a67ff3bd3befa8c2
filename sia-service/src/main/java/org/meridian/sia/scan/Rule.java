// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridian.sia.obscore.ObscoreColumn;

/**
 * What holds for the files that match. Texts may have keywords in braces: {@code "{OBJECT}"}.
 *
 * @param match patterns (glob) that all must fit: of the {@code path} below the collection's folder, or of a keyword's value;
 *     none: all files
 * @param ignore whether the files are no datasets
 * @param product what the file is, instead of what is found
 * @param columns values of columns of {@code ivoa.obscore} by name
 * @param filter name of the filter
 * @param release from when on everybody may read the data; without it, and without group, from now on
 * @param group whose members may read them before
 * @param show whether everybody is told that there are data that are not released
 * @param links files that belong to the dataset
 * @param composite of which picture in colour it is a part
 */
public record Rule(
        Map<String, String> match,
        boolean ignore,
        Optional<String> product,
        Map<String, JsonNode> columns,
        Optional<String> filter,
        Optional<Release> release,
        Optional<String> group,
        Optional<Boolean> show,
        List<LinkRule> links,
        Optional<Composite> composite) {

    /** What is no keyword in {@code match}. */
    private static final String PATH = "path";

    /** Semantics of files that a rule may link (the IVOA's vocabulary {@code datalink/core}). */
    private static final Set<String> SEMANTICS = Set.of(
            "auxiliary",
            "bias",
            "calibration",
            "coderived",
            "counterpart",
            "dark",
            "derivation",
            "detached-header",
            "documentation",
            "error",
            "flat",
            "noise",
            "preview",
            "preview-image",
            "preview-plot",
            "progenitor",
            "thumbnail",
            "weight");

    /** Columns that are the scan's own. */
    private static final Set<ObscoreColumn> OWN = Set.of(
            ObscoreColumn.OBS_PUBLISHER_DID,
            ObscoreColumn.OBS_COLLECTION,
            ObscoreColumn.ACCESS_URL,
            ObscoreColumn.ACCESS_FORMAT,
            ObscoreColumn.ACCESS_ESTSIZE,
            ObscoreColumn.OBS_RELEASE_DATE,
            ObscoreColumn.DATA_RIGHTS,
            ObscoreColumn.S_MOC);

    public Rule {
        match = match == null ? Map.of() : Map.copyOf(match);
        columns = columns == null ? Map.of() : Map.copyOf(columns);
        links = links == null ? List.of() : List.copyOf(links);
        columns.forEach(Rule::requireColumn);
        match.forEach(Rule::fits);
        product.ifPresent(Rule::kind);
    }

    /**
     * @param date a date (UTC) that may be a keyword's, or {@code never}
     * @param after how long after the date ({@code P1Y6M})
     */
    public record Release(String date, Optional<String> after) {
        public Release {
            if (date == null || date.isBlank()) {
                throw new IllegalArgumentException("release needs a date: 2027-06-30, \"{DATE-OBS}\" or never");
            }
            after.ifPresent(Release::period);
        }

        private static Period period(String text) {
            try {
                return Period.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("after needs a time such as P1Y or P18M, not " + text, e);
            }
        }

        /** How long after the date. */
        Period delay() {
            return after.map(Release::period).orElse(Period.ZERO);
        }
    }

    /**
     * @param semantics what the file is to the dataset: calibration, progenitor, auxiliary ...
     * @param path of it below the collection's folder; {@code *} in the name stands for any letters, and {@code {stem}},
     *     {@code {name}}, {@code {dir}} for parts of the dataset's own path
     * @param description for people
     */
    public record LinkRule(String semantics, String path, Optional<String> description) {
        public LinkRule {
            if (semantics == null || !SEMANTICS.contains(semantics) || path == null || path.isBlank()) {
                throw new IllegalArgumentException("a link needs a path, and semantics of "
                        + String.join(", ", SEMANTICS.stream().sorted().toList()));
            }
        }
    }

    /**
     * @param name of the picture: images of a collection for which it is the same are one picture
     * @param colours of its bands; without them those of all rules
     */
    public record Composite(String name, Optional<ScanRules.Colours> colours) {
        public Composite {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("a composite needs a name, such as \"{OBJECT}\"");
            }
        }

        Optional<String> name(FileFacts file) {
            return file.filled(name).filter(text -> !text.isBlank());
        }
    }

    private static void requireColumn(String name, JsonNode value) {
        ObscoreColumn column = ObscoreColumn.named(name)
                .filter(known -> !OWN.contains(known))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no column " + name + " of ivoa.obscore that rules could set"));
        if (!value.isValueNode() && !value.path("keyword").isTextual()) {
            throw new IllegalArgumentException(
                    column.columnName() + " needs a value, a text with keywords in braces, or keyword and factor");
        }
        value.fieldNames().forEachRemaining(key -> {
            if (!key.equals("keyword") && !key.equals("factor")) {
                throw new IllegalArgumentException(
                        column.columnName() + " has the unknown key " + key + "; there are keyword and factor");
            }
        });
    }

    private static Product.Kind kind(String name) {
        try {
            return Product.Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no product is called " + name + "; there are "
                            + String.join(
                                    ", ",
                                    List.of(Product.Kind.values()).stream()
                                            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                            .toList()),
                    e);
        }
    }

    /** What the file is by this rule. */
    Optional<Product.Kind> productKind() {
        return product.map(Rule::kind);
    }

    /** Whether it is for a file. */
    boolean isFor(FileFacts file) {
        return match.entrySet().stream()
                .allMatch(pattern -> fits(pattern.getKey(), pattern.getValue())
                        .matches(
                                pattern.getKey().equals(PATH)
                                        ? file.path()
                                        : file.keyword(pattern.getKey()).orElse("")));
    }

    /** Whether it is for a file of that path, if its headers fit. */
    boolean mayBeFor(FileFacts file) {
        String pattern = match.get(PATH);
        return pattern == null || fits(PATH, pattern).matches(file.path());
    }

    /** Whether headers decide for which files it is. */
    boolean needsHeaders() {
        return match.keySet().stream().anyMatch(key -> !key.equals(PATH));
    }

    /** Whether it says who may read. */
    boolean restricts() {
        return release.isPresent() || group.isPresent();
    }

    private static Glob fits(String key, String pattern) {
        return glob(pattern, key.equals(PATH));
    }

    private interface Glob {
        boolean matches(String text);
    }

    private static Glob glob(String pattern, boolean path) {
        if (path) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return text -> matcher.matches(Path.of(text));
        }
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return text -> text.matches("(?is)" + regex);
    }
}
