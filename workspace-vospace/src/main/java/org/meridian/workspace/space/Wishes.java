// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.store.NodeRecord;

/**
 * What a client wants to be said of a node, sorted by where it is kept: rights and type with what the database knows, all else
 * with the file. Immutable.
 */
final class Wishes {

    private static final int LONGEST_TARGET = 2000;
    private static final int MOST_BYTES = 3000;
    private static final int MOST_GROUPS = 100;

    private final Map<String, Optional<String>> meant;
    private final Map<String, Optional<String>> properties;
    private final Optional<String> target;

    private Wishes(
            Map<String, Optional<String>> meant, Map<String, Optional<String>> properties, Optional<String> target) {
        this.meant = meant;
        this.properties = properties;
        this.target = target;
    }

    /**
     * Sorts them.
     *
     * @throws VospaceFault PermissionDenied for a property that nobody sets, InvalidArgument for one that cannot be
     */
    static Wishes of(NodeTemplate template, NodePath path) {
        Map<String, Optional<String>> meant = new LinkedHashMap<>();
        Map<String, Optional<String>> properties = new LinkedHashMap<>();
        template.properties().forEach((uri, value) -> {
            if (CoreProperties.READ_ONLY.contains(uri)) {
                throw new VospaceFault(Name.PermissionDenied, "the property " + uri + " of " + path + " is read-only");
            }
            switch (uri) {
                case CoreProperties.PUBLIC_READ, CoreProperties.IS_PUBLIC, CoreProperties.IS_LOCKED ->
                    meant.put(uri, value.filter(text -> !text.isBlank()).map(text -> truth(uri, text)));
                case CoreProperties.GROUP_READ, CoreProperties.GROUP_WRITE -> {
                    value.ifPresent(text -> groups(uri, text));
                    meant.put(uri, value);
                }
                case CoreProperties.TYPE -> meant.put(uri, value.map(Wishes::mediaType));
                default -> properties.put(checked(uri), value);
            }
        });
        return new Wishes(meant, properties, template.target().map(Wishes::uri));
    }

    private static String checked(String uri) {
        if (!CoreProperties.isName(uri)) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    "the name of a property is a URI of at most 200 ASCII characters; this is none: "
                            + uri.substring(0, Math.min(uri.length(), 60)).replaceAll("\\p{Cntrl}", "?"));
        }
        return uri;
    }

    /**
     * Adds the properties to those that there are.
     *
     * @throws VospaceFault InvalidArgument if they are more together than the file systems of Linux take with a file
     */
    void addTo(Map<String, String> all) {
        properties.forEach((uri, value) -> value.ifPresentOrElse(text -> all.put(uri, text), () -> all.remove(uri)));
        int bytes = all.entrySet().stream()
                .mapToInt(each -> each.getKey().length() + each.getValue().getBytes(UTF_8).length)
                .sum();
        if (bytes > MOST_BYTES && !properties.isEmpty()) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    "all properties of a node together may have " + MOST_BYTES + " bytes; these would have " + bytes);
        }
    }

    private static String uri(String target) {
        try {
            if (target.length() <= LONGEST_TARGET && new URI(target).isAbsolute()) {
                return target;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new VospaceFault(
                Name.InvalidArgument,
                "the target of a link is an absolute URI of at most " + LONGEST_TARGET + " characters");
    }

    private static String truth(String uri, String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            throw new VospaceFault(Name.InvalidArgument, "the property " + uri + " is true or false");
        }
        return lower;
    }

    private static String mediaType(String text) {
        if (!text.matches(
                "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}( ?; ?[A-Za-z0-9_.-]+=[A-Za-z0-9_.:/+-]+){0,5}")) {
            throw new VospaceFault(Name.InvalidArgument, "the property " + CoreProperties.TYPE + " is a media type");
        }
        return text;
    }

    /** Names of groups, separated by whitespace or commas; a group of this service may be named by its GMS identifier, too. */
    private static Set<String> groups(String uri, String text) {
        Set<String> groups = new TreeSet<>();
        for (String each : text.strip().split("[\\s,]+")) {
            if (!each.isEmpty()) {
                groups.add(each);
            }
        }
        boolean valid = groups.stream().allMatch(group -> group.length() <= 500 && group.matches("[!-~]+"));
        if (!valid || groups.size() > MOST_GROUPS) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    "the property " + uri + " is a list of at most " + MOST_GROUPS
                            + " names of groups, with spaces between");
        }
        return groups;
    }

    /** Whether who may do what is another then. */
    boolean changesRights() {
        return meant.keySet().stream().anyMatch(uri -> !uri.equals(CoreProperties.TYPE));
    }

    /** Whether anything else is. */
    boolean changesMore() {
        return !properties.isEmpty() || target.isPresent() || meant.containsKey(CoreProperties.TYPE);
    }

    /** What is kept with the file. */
    Map<String, Optional<String>> properties() {
        return properties;
    }

    /** Where a link is to point to. */
    Optional<String> target() {
        return target;
    }

    /** What the database is to know of a node then. */
    NodeRecord appliedTo(NodeRecord record) {
        OwnRights rights = record.rights();
        Optional<Boolean> publicRead = wished(CoreProperties.PUBLIC_READ)
                .or(() -> wished(CoreProperties.IS_PUBLIC))
                .map(wish -> wish.map(Boolean::valueOf))
                .orElse(rights.publicRead());
        OwnRights changed = new OwnRights(
                rights.owner(),
                publicRead,
                wishedGroups(CoreProperties.GROUP_READ, rights.readers()),
                wishedGroups(CoreProperties.GROUP_WRITE, rights.writers()),
                wished(CoreProperties.IS_LOCKED)
                        .map(wish -> wish.map(Boolean::valueOf).orElse(false))
                        .orElse(rights.locked()));
        Optional<String> type = wished(CoreProperties.TYPE).orElse(record.contentType());
        return new NodeRecord(record.identity(), changed, type, record.bytes(), record.tree());
    }

    private Optional<Optional<String>> wished(String uri) {
        return Optional.ofNullable(meant.get(uri));
    }

    private Optional<Set<String>> wishedGroups(String uri, Optional<Set<String>> now) {
        return wished(uri).map(wish -> wish.map(text -> groups(uri, text))).orElse(now);
    }
}
