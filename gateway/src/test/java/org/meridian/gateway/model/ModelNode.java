// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A node as it should be. Not thread-safe. */
abstract sealed class ModelNode {

    /** Properties that mean nothing to the service, by their URIs. */
    final Map<String, String> properties = new TreeMap<>();

    /** Who made it; empty where a program did. */
    Optional<String> maker = Optional.empty();

    Optional<Boolean> publicRead = Optional.empty();
    Optional<Set<String>> readers = Optional.empty();
    Optional<Set<String>> writers = Optional.empty();
    boolean locked;

    /** A container. */
    static final class Folder extends ModelNode {
        final Map<String, ModelNode> children = new TreeMap<>();
    }

    /** A file. */
    static final class DataFile extends ModelNode {
        byte[] content;

        /** Whether the gateway knows the checksum of its bytes. */
        boolean summed;

        Optional<String> contentType = Optional.empty();

        DataFile(byte[] content) {
            this.content = content;
        }
    }

    /** A link. */
    static final class Link extends ModelNode {
        final String target;

        Link(String target) {
            this.target = target;
        }
    }

    /** A copy of it with all that is in it, made by somebody: what was said of rights stays with the original. */
    ModelNode copy(String by) {
        ModelNode copy = switch (this) {
            case Folder folder -> {
                Folder made = new Folder();
                folder.children.forEach((name, child) -> made.children.put(name, child.copy(by)));
                yield made;
            }
            case DataFile file -> {
                DataFile made = new DataFile(file.content);
                made.summed = true;
                made.contentType = file.contentType;
                yield made;
            }
            case Link link -> new Link(link.target);
        };
        copy.properties.putAll(properties);
        copy.maker = Optional.of(by);
        return copy;
    }

    /** What the standard calls it. */
    String type() {
        return switch (this) {
            case Folder folder -> "ContainerNode";
            case DataFile file -> "DataNode";
            case Link link -> "LinkNode";
        };
    }

    void takeRightsOf(ModelNode other) {
        publicRead = other.publicRead;
        readers = other.readers;
        writers = other.writers;
    }

    boolean saysNothingOfReaders() {
        return publicRead.isEmpty() && readers.isEmpty() && writers.isEmpty();
    }
}
