// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody wants to be said of a node.
 *
 * @param properties that mean nothing to the service, by URI; an empty one for what is to go
 * @param rights those that do, likewise
 */
record Changes(Map<String, Optional<String>> properties, Map<String, Optional<String>> rights) {

    static final Changes NONE = new Changes(Map.of(), Map.of());

    static final String GROUP_READ = "ivo://ivoa.net/vospace/core#groupread";
    static final String GROUP_WRITE = "ivo://ivoa.net/vospace/core#groupwrite";
    static final String PUBLIC_READ = "ivo://ivoa.net/vospace/core#publicread";
    static final String LOCKED = "ivo://cadc.nrc.ca/vospace/core#islocked";

    static Changes of(Map<String, Optional<String>> properties) {
        return new Changes(properties, Map.of());
    }

    boolean changesRights() {
        return !rights.isEmpty();
    }

    /** All of both. */
    Map<String, Optional<String>> all() {
        Map<String, Optional<String>> all = new LinkedHashMap<>(properties);
        all.putAll(rights);
        return all;
    }

    void applyTo(ModelNode node) {
        properties.forEach((uri, value) ->
                value.ifPresentOrElse(text -> node.properties.put(uri, text), () -> node.properties.remove(uri)));
        rights.forEach((uri, value) -> {
            switch (uri) {
                case GROUP_READ -> node.readers = value.map(Changes::groups);
                case GROUP_WRITE -> node.writers = value.map(Changes::groups);
                case PUBLIC_READ -> node.publicRead = value.map(Boolean::valueOf);
                case LOCKED -> node.locked = value.map(Boolean::valueOf).orElse(false);
                default -> throw new IllegalArgumentException(uri);
            }
        });
    }

    private static Set<String> groups(String text) {
        return new TreeSet<>(Set.of(text.split(" ")));
    }
}
