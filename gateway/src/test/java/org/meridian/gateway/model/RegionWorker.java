// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Does operations in a region, one after the other, and compares all that is said of them with its model. Not thread-safe. */
final class RegionWorker {

    /** What can be done, and how often of a hundred times. */
    enum Operation {
        PUT(14),
        PUT_IF_MATCH(5),
        PUSH(3),
        RESUME(8),
        READ(6),
        PULL(2),
        CREATE(12),
        SET(10),
        SET_ALL(1),
        UNLOCK(3),
        DELETE(5),
        LOCK(2),
        MOVE(8),
        COPY(7),
        POSIX(14);

        private final int share;

        Operation(int share) {
            this.share = share;
        }
    }

    private final Region region;
    private final FileOperations files;
    private final UploadOperations uploads;
    private final NodeOperations nodes;
    private final Relocations relocations;
    private final PosixOperations programs;
    private final Map<Operation, Integer> done = new EnumMap<>(Operation.class);

    RegionWorker(Region region) {
        this.region = region;
        this.files = new FileOperations(region);
        this.uploads = new UploadOperations(region);
        this.nodes = new NodeOperations(region);
        this.relocations = new Relocations(region);
        this.programs = new PosixOperations(region);
    }

    Region region() {
        return region;
    }

    /** How often what has been done. */
    Map<Operation, Integer> done() {
        return done;
    }

    /** Does something. */
    void one() {
        Operation operation = next();
        switch (operation) {
            case PUT -> files.put();
            case PUT_IF_MATCH -> files.putIfMatch();
            case PUSH -> files.push();
            case RESUME -> uploads.any();
            case READ -> files.read();
            case PULL -> files.pull();
            case CREATE -> nodes.create();
            case SET -> nodes.set();
            case SET_ALL -> nodes.setAll();
            case UNLOCK -> nodes.unlock();
            case DELETE -> nodes.delete();
            case LOCK -> nodes.lock();
            case MOVE -> relocations.relocate(false);
            case COPY -> relocations.relocate(true);
            case POSIX -> programs.any();
        }
        done.merge(operation, 1, Integer::sum);
    }

    /** Compares all that is said of it with the model. */
    void compare() {
        new Comparison(region).all();
        uploads.compare();
    }

    /** Compares the trash, too, of which so much is put back, and gives up what is not complete. */
    void finish(int restored) throws IOException {
        new Comparison(region).trash(restored);
        uploads.giveUp();
    }

    private Operation next() {
        int at = region.random().nextInt(100);
        for (Operation operation : Operation.values()) {
            at -= operation.share;
            if (at < 0) {
                return operation;
            }
        }
        throw new IllegalStateException("the shares are not a hundred together");
    }
}
