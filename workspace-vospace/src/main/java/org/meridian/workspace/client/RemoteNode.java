// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;

/**
 * A node as a service describes it. Immutable.
 *
 * @param authority of its space, as the service writes it
 * @param path where it is
 * @param type what it is; of other types of data nodes: DataNode
 * @param properties by their URIs
 * @param target of a link, as it was given
 */
public record RemoteNode(
        String authority, NodePath path, NodeType type, Map<String, String> properties, Optional<String> target) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern MD5_DIGITS = Pattern.compile("[0-9A-Fa-f]{32}");
    private static final Pattern ZONE = Pattern.compile("(Z|[+-]\\d\\d:?\\d\\d)$");

    public RemoteNode {
        properties = Map.copyOf(properties);
    }

    /** A property that is not empty. */
    public Optional<String> property(String uri) {
        return Optional.ofNullable(properties.get(uri)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A property that is a number. */
    public OptionalLong number(String uri) {
        return property(uri)
                .filter(text -> DIGITS.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /** Bytes of a file; empty if the service does not say. */
    public OptionalLong length() {
        return number(CoreProperties.LENGTH);
    }

    /** MD5 of its bytes in small hexadecimal digits; empty if the service does not say. */
    public Optional<String> md5() {
        return property(CoreProperties.MD5)
                .filter(text -> MD5_DIGITS.matcher(text).matches())
                .map(text -> text.toLowerCase(Locale.ROOT));
    }

    /** When its bytes last changed. */
    public Optional<Instant> modified() {
        return property(CoreProperties.MTIME)
                .or(() -> property(CoreProperties.DATE))
                .flatMap(RemoteNode::time);
    }

    /** Times without a zone are UTC (DALI 1.1, section 3.3.3). */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(
                    ZONE.matcher(text).find()
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it contains others. */
    public boolean isContainer() {
        return type == NodeType.ContainerNode;
    }
}
