// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a request, opened when they are wanted, with their checksums. Not thread-safe. */
final class Feed extends InputStream {

    /** Opens what is to be sent. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    private final Opening opening;
    private final Movement movement;
    private final boolean isHere;
    private final Sums sums = new Sums();
    private @Nullable InputStream in;
    private volatile @Nullable IOException failure;
    private volatile boolean closed;
    private long count;

    /** @param isHere whether they come from here, so that the service is not to blame for waiting */
    Feed(Opening opening, Movement movement, boolean isHere) {
        this.opening = opening;
        this.movement = movement;
        this.isHere = isHere;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        movement.waitingHere(isHere);
        try {
            if (in == null) {
                in = opening.open();
            }
            int taken = in.read(bytes, from, most);
            if (taken > 0) {
                sums.add(bytes, from, taken);
                count += taken;
                movement.moved(taken);
            }
            return taken;
        } catch (IOException e) {
            // Whoever sends closes it when the connection breaks, perhaps in the midst of this.
            failure = closed ? failure : e;
            throw e;
        } finally {
            movement.waitingHere(false);
        }
    }

    /** How many bytes were taken. */
    long count() {
        return count;
    }

    /** Checksums of what was taken; only once. */
    Sums sums() {
        return sums;
    }

    /** Throws what kept it from being read here, if anything did: the service is not to blame, and trying again is of no use. */
    void requireRead() throws VosException {
        IOException reason = failure;
        if (reason instanceof VosException || isHere && reason != null) {
            throw reason instanceof VosException known
                    ? known
                    : new VosException("cannot read: " + VosException.words(reason), reason);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (in != null) {
            in.close();
        }
    }
}
