// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Where files are until they are complete; nobody but the gateway sees them. Thread-safe. */
public final class Staging implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of();

    private final Directory directory;

    Staging(Directory directory) {
        this.directory = directory;
    }

    FileState state() throws PosixException {
        return directory.state();
    }

    /** Removes what an earlier process left: nobody was told that it is kept. */
    void clear() throws IOException {
        List<String> left = new ArrayList<>();
        directory.list((name, isDirectory) -> left.add(name));
        for (String name : left) {
            directory.removeFile(name);
        }
    }

    /** Begins a file; the caller closes it, published or not. */
    public Draft draft() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String name = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
        return new Draft(directory, name, directory.create(name));
    }

    @Override
    public void close() throws PosixException {
        directory.close();
    }
}
