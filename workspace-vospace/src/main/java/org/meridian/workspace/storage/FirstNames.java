// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.meridian.workspace.node.NodePath;

/**
 * The first of many names, in the order of {@link NodePath#NAMES} or the other way round: however many are offered, only so many
 * are kept, and only those become texts. Names are compared as the bytes of their UTF-8. Not thread-safe.
 */
public final class FirstNames {

    private final boolean descending;
    private final Comparator<byte[]> order;
    private final byte @Nullable [] from;
    private final boolean itself;
    private final int most;
    private final TreeSet<byte[]> first;

    /** The last of the first, once there are as many as are wanted. */
    private byte @Nullable [] last;

    /**
     * Names of which none has been offered.
     *
     * @param descending whether the last comes first
     * @param from where to begin; empty for the first of all
     * @param itself whether that one counts, too
     * @param most how many at most
     */
    public FirstNames(boolean descending, Optional<String> from, boolean itself, int most) {
        this.descending = descending;
        this.order = descending ? (a, b) -> Arrays.compareUnsigned(b, a) : Arrays::compareUnsigned;
        this.from = from.map(name -> name.getBytes(UTF_8)).orElse(null);
        this.itself = itself;
        this.most = most;
        this.first = new TreeSet<>(order);
    }

    /** A name; it may have been offered before. */
    public void offer(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        offer(bytes, 0, bytes.length);
    }

    /** The same of an entry of a directory, whatever it is called: what cannot be the name of a node does not count. */
    void offer(byte[] bytes, int begin, int end) {
        if (last != null && isBehind(bytes, begin, end, last)) {
            return;
        }
        byte[] name = Arrays.copyOfRange(bytes, begin, end);
        if (from != null && order.compare(name, from) < (itself ? 0 : 1)) {
            return;
        }
        if (Directory.name(name).isEmpty() || !first.add(name)) {
            return;
        }
        if (first.size() > most) {
            first.pollLast();
        }
        if (first.size() == most) {
            last = first.last();
        }
    }

    private boolean isBehind(byte[] bytes, int begin, int end, byte[] other) {
        int compared = Arrays.compareUnsigned(bytes, begin, end, other, 0, other.length);
        return descending ? compared <= 0 : compared >= 0;
    }

    /** The first of all that have been offered, in their order. */
    public List<String> names() {
        return first.stream().map(name -> new String(name, UTF_8)).toList();
    }
}
