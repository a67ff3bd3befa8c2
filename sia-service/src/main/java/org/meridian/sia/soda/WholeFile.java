// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import org.meridian.sia.archive.ArchiveFile;
import org.meridian.sia.archive.MediaTypes;

/** The file of a dataset as it is: nothing was chosen. */
record WholeFile(ArchiveFile file, String content, String fileName) implements CutoutProduct {

    @Override
    public String mediaType() {
        return MediaTypes.stored(fileName, content);
    }

    @Override
    public long bytes() {
        return file.size();
    }

    @Override
    public void write(OutputStream out) throws IOException {
        file.writeTo(out);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
