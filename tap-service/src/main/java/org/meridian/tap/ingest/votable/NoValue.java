// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.util.Optional;

/**
 * The number that stands for NULL in a column (VOTable 1.4, sections 4.7 and 5.5).
 *
 * @param text as it is written
 * @param number empty if the text is no number of the datatype, so that no cell of BINARY can be it
 */
record NoValue(String text, Optional<Number> number) {

    static NoValue of(String text, Datatype datatype) {
        String word = text.strip();
        try {
            if (datatype.isWhole()) {
                return new NoValue(word, Optional.of(NumberWords.whole(word, datatype)));
            } else if (datatype.isReal()) {
                return new NoValue(word, Optional.of(NumberWords.real(word, datatype)));
            }
        } catch (MalformedCellException noNumber) {
            return new NoValue(word, Optional.empty());
        }
        return new NoValue(word, Optional.empty());
    }

    boolean is(long value) {
        return number.isPresent() && number.get().longValue() == value;
    }

    boolean is(double value) {
        return number.isPresent() && number.get().doubleValue() == value;
    }
}
