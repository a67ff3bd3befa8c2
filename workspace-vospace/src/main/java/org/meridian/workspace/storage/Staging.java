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
            Removal.remove(directory, name, gone -> {});
        }
    }

    /** Begins a file; the caller closes it, published or not. */
    public Draft draft() throws IOException {
        String name = newName();
        return new Draft(directory, name, directory.create(name));
    }

    /** Begins a directory, to be filled before it is seen; the caller closes it, published or not. */
    public DraftFolder folder() throws IOException {
        String name = newName();
        directory.makeDirectory(name);
        return new DraftFolder(directory, name, directory.open(name));
    }

    private static String newName() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }

    @Override
    public void close() throws PosixException {
        directory.close();
    }
}
