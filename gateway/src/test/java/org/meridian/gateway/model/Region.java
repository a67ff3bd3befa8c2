// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.workspace.node.NodePath;

/**
 * A container that one worker alone changes, the model of it, and what was done there last. Not thread-safe.
 *
 * @param model of it
 * @param doors by which it is reached
 * @param posix the same in a datalab
 * @param owner to whom it belongs
 * @param others who have the rights that they are given
 * @param random what is done
 * @param log what was done last
 */
record Region(
        ModelSpace model,
        Doors doors,
        PosixDoor posix,
        Visitor owner,
        List<Visitor> others,
        Random random,
        Deque<String> log) {

    /** Names that anybody might give, of which there are few, so that operations meet. */
    private static final List<String> NAMES = List.of("a", "b", "c.fits", "d", "e f+%", "ü&'\"");

    private static final int DEEPEST = 4;
    private static final int REMEMBERED = 40;
    private static final int LONGEST = 40_000;
    private static final List<String> PROPERTIES = List.of(
            "ivo://ivoa.net/vospace/core#title", "ivo://meridian.example/test#note", "dav:/urn%3Ao#colour", "word");

    Region(ModelSpace model, Doors doors, PosixDoor posix, Visitor owner, List<Visitor> others, Random random) {
        this(model, doors, posix, owner, others, random, new ArrayDeque<>());
    }

    void note(String what) {
        log.add(what);
        if (log.size() > REMEMBERED) {
            log.remove();
        }
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Mostly the owner. */
    Visitor somebody() {
        return chance(0.85) ? owner : oneOf(others);
    }

    /** A path of something that is there or not, or cannot be. */
    NodePath anyPath() {
        NodePath at = model.top();
        ModelNode node = model.root();
        for (int depth = 1; depth < DEEPEST && chance(0.55); depth++) {
            NodePath in = child(at, node, 0.9);
            node = node instanceof Folder folder ? folder.children.getOrDefault(in.name(), new Folder()) : node;
            at = in;
            if (!(node instanceof Folder) && chance(0.8)) {
                return at;
            }
        }
        return child(at, node, 0.6);
    }

    private NodePath child(NodePath at, ModelNode node, double existing) {
        boolean there = node instanceof Folder folder && !folder.children.isEmpty();
        return there && chance(existing)
                ? at.child(oneOf(List.copyOf(((Folder) node).children.keySet())))
                : at.child(oneOf(NAMES));
    }

    /** A path of a node of some kind, if there is one. */
    Optional<NodePath> one(Class<? extends ModelNode> kind) {
        List<NodePath> all = new ArrayList<>(model.all(kind));
        all.remove(model.top());
        return all.isEmpty() ? Optional.empty() : Optional.of(oneOf(all));
    }

    /** A path of a node of some kind, or another. */
    NodePath mostly(Class<? extends ModelNode> kind) {
        return chance(0.75) ? one(kind).orElseGet(this::anyPath) : anyPath();
    }

    byte[] content() {
        int length = chance(0.1) ? 0 : random.nextInt(chance(0.1) ? LONGEST * 10 : LONGEST);
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    Map<String, Optional<String>> properties() {
        Map<String, Optional<String>> wanted = new LinkedHashMap<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            wanted.put(
                    oneOf(PROPERTIES),
                    chance(0.8) ? Optional.of("é <" + random.nextInt(1000) + "> & x") : Optional.empty());
        }
        return wanted;
    }

    /** What somebody might want to be said of a node. */
    Changes changes() {
        Map<String, Optional<String>> rights = new LinkedHashMap<>();
        if (chance(0.4)) {
            List<String> groups = List.of("astro", "visitors", "astro visitors");
            switch (random.nextInt(5)) {
                case 0 -> rights.put(Changes.PUBLIC_READ, chance(0.7) ? Optional.of(chance(0.5) + "") : nothing());
                case 1, 2 -> rights.put(Changes.GROUP_READ, chance(0.8) ? Optional.of(oneOf(groups)) : nothing());
                case 3 -> rights.put(Changes.GROUP_WRITE, chance(0.8) ? Optional.of(oneOf(groups)) : nothing());
                default -> rights.put(Changes.LOCKED, Optional.of(chance(0.4) + ""));
            }
        }
        return new Changes(rights.isEmpty() || chance(0.5) ? properties() : Map.of(), rights);
    }

    private static Optional<String> nothing() {
        return Optional.empty();
    }
}
