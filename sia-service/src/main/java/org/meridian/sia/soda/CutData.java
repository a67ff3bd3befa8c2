// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.util.List;

/** The data of a cut HDU. For one thread. */
interface CutData {

    /** Hands over all of them as they are written, each time the same, in pieces of whole words of four bytes, the last aside. */
    void read(BoxReader.Sink sink) throws IOException;

    /** Whether, once they have been read, there are none: nothing of the HDU is in what was asked for. */
    boolean isEmpty();

    /**
     * The header, without sums and END, once they have been read.
     *
     * @param place where it stands
     * @param history what is said of the file
     */
    List<String> header(Place place, List<String> history);

    /**
     * The place of an HDU in a file.
     *
     * @param primary whether it is the first
     * @param extended whether others follow; counts for the first
     */
    record Place(boolean primary, boolean extended) {}
}
