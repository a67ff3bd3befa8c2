// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/** Who may use how much of the disk for what is being sent. */
class TemporaryFilesTest {

    @TempDir
    Path folder;

    private static TemporaryFiles.TemporaryFile file(TemporaryFiles disk, int bytes) throws IOException {
        TemporaryFiles.TemporaryFile file = disk.newFile();
        try (OutputStream out = file.write(1000, "too large")) {
            out.write(new byte[bytes]);
        }
        return file;
    }

    @Test
    void leaveRoomForOthersWhateverOneClientSends() throws IOException {
        TemporaryFiles disk = TemporaryFiles.open(folder, 100, 50);
        Optional<String> ann = Optional.of("address:192.0.2.1");
        TemporaryFiles.TemporaryFile first = file(disk.of(ann), 30);
        TransientFault fault = assertThrows(TransientFault.class, () -> file(disk.of(ann), 21));
        assertEquals(429, fault.httpStatus());
        assertTrue(fault.message().startsWith("you have used 30 of 50 bytes for tables"), fault.message());
        TemporaryFiles.TemporaryFile others = file(disk.of(Optional.of("user:bob")), 50);
        file(disk.of(ann), 20);
        TransientFault full = assertThrows(TransientFault.class, () -> file(disk.of(Optional.empty()), 1));
        assertEquals(503, full.httpStatus());
        first.close();
        others.close();
        assertEquals(20, disk.usedBytes());
        file(disk.of(ann), 30);
        file(disk.of(Optional.empty()), 50);
    }

    @Test
    void sayThatWaitingDoesNotHelpWhoAsksForMoreThanHisShareInOneRequest() throws IOException {
        TemporaryFiles mine = TemporaryFiles.open(folder, 100, 50).of(Optional.of("user:ann"));
        file(mine, 30);
        UsageFault fault = assertThrows(UsageFault.class, () -> file(mine, 21));
        assertTrue(fault.message().contains("more than the 50 bytes that a client may use"), fault.message());
    }
}
