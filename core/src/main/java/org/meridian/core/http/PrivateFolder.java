// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders of what clients have sent or asked for: other users of the machine are not to look into them. Pure functions. */
public final class PrivateFolder {

    private PrivateFolder() {}

    /**
     * Makes a folder, and those above it, for the user alone who runs the gateway. What is there stays as its operator made it;
     * so does a file system without such rights.
     *
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public static Path create(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        return Files.createDirectories(folder, rights);
    }
}
