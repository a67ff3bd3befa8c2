// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.IOException;

/** The file system does not take all that was to be said of a file: some 3 kB in all are safe on those of Linux. */
public final class PropertiesTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    PropertiesTooLargeException(IOException cause) {
        super("the file system does not take the property", cause);
    }
}
