// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.votable.spool.SpoolFile;

/** The end of a spool file as a stream. */
final class SpoolOutput extends OutputStream {
    private final SpoolFile file;

    SpoolOutput(SpoolFile file) {
        this.file = file;
    }

    /** @throws RowStreamException if the file is larger than it may be: to be asked between rows */
    void requireRoom() throws RowStreamException {
        if (file.exceeded().isPresent()) {
            String message = file.exceeded().get();
            throw new RowStreamException(new FatalFault(message), new IllegalStateException(message));
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.append(bytes, offset, length);
    }
}
