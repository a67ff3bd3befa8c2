// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.meridian.sia.obscore.Dataset;

/** Finds the files that rules link to a dataset: those that are there, within the archive. Thread-safe. */
final class LinkFinder {
    /** Files that one rule links to one dataset at most. */
    private static final int MAX_FILES = 100;

    private final Path root;

    LinkFinder(Path root) {
        this.root = root;
    }

    List<Dataset.Link> find(FileFacts file, List<Rule.LinkRule> rules, Consumer<String> complaints) {
        List<Dataset.Link> links = new ArrayList<>();
        for (Rule.LinkRule rule : rules) {
            Optional<String> pattern = file.filled(rule.path());
            List<String> found = pattern.map(this::files).orElse(List.of());
            if (found.isEmpty()) {
                complaints.accept("rule: no " + rule.semantics() + " at " + pattern.orElse(rule.path()));
            }
            found.stream()
                    .filter(path -> !path.equals(file.path()))
                    .forEach(path -> links.add(new Dataset.Link(
                            rule.semantics(),
                            path,
                            rule.description().flatMap(file::filled).orElse(""))));
        }
        return links;
    }

    private List<String> files(String pattern) {
        try {
            Path wanted = root.resolve(pattern).normalize();
            Path folder = wanted.getParent();
            Path name = wanted.getFileName();
            if (folder == null || name == null || !wanted.startsWith(root)) {
                return List.of();
            }
            return name.toString().contains("*") ? listed(folder, name.toString()) : single(wanted);
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            return List.of();
        }
    }

    private List<String> single(Path file) {
        return isWithin(file) ? List.of(root.relativize(file).toString()) : List.of();
    }

    private List<String> listed(Path folder, String glob) throws IOException {
        List<String> found = new ArrayList<>();
        String plain = glob.replaceAll("[\\\\\\[\\]{}?]", "\\\\$0");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, plain)) {
            for (Path file : files) {
                if (found.size() < MAX_FILES && isWithin(file)) {
                    found.add(root.relativize(file).toString());
                }
            }
        }
        return found.stream().sorted().toList();
    }

    private boolean isWithin(Path file) {
        try {
            return Files.isRegularFile(file) && file.toRealPath().startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }
}
