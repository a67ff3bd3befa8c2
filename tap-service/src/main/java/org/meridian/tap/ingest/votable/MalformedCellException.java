// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;

/** A cell that is no value of its column's datatype; the message says what would be. */
public final class MalformedCellException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String value;

    /**
     * A malformed cell.
     *
     * @param value the cell as it stands in the document
     * @param why what would be right
     */
    public MalformedCellException(String value, String why) {
        super(why);
        this.value = value;
    }

    /** The cell as it stands in the document. */
    public String value() {
        return value;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
