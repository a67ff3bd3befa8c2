// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import uk.ac.starlink.util.FileDataSource;

/** A file as STIL reads it, which closes what STIL leaves open: a reader that gives a file up does not always close it. */
final class TrackedFile extends FileDataSource {
    private final List<InputStream> streams = new ArrayList<>();

    TrackedFile(File file) throws IOException {
        super(file);
    }

    @Override
    protected InputStream getRawInputStream() throws IOException {
        InputStream stream = super.getRawInputStream();
        streams.add(stream);
        return stream;
    }

    /** Closes all streams; {@link #close}, which STIL calls while it reads, only the one with the beginning of the file. */
    void closeStreams() {
        close();
        for (InputStream stream : streams) {
            try {
                stream.close();
            } catch (IOException nothingIsWritten) {
                continue;
            }
        }
        streams.clear();
    }
}
