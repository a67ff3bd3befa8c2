// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import org.meridian.sia.obscore.ScannedFile;

/** Is told how a scan goes on, by one thread. */
public interface ScanListener {
    /** A file was read, or refused. */
    void read(ScannedFile file);

    /** How far the scan has come, after each batch of files. */
    void update(ScanCounts counts);
}
