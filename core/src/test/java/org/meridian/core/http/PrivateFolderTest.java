// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path folder;

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void isItsOwnersAlone() throws Exception {
        Path made = PrivateFolder.create(folder.resolve("jobs/1"));
        assertEquals("rwx------", rights(made));
        assertEquals("rwx------", rights(folder.resolve("jobs")));
    }

    @Test
    void staysAsItsOperatorMadeIt() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        PrivateFolder.create(folder);
        assertEquals("rwxrwx---", rights(folder));
    }
}
