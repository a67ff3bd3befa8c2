// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,1",
        "bytes=0-,0,100",
        "bytes=10-19,10,10",
        "bytes=90-200,90,10",
        "bytes=-10,90,10",
        "bytes=-200,0,100",
        "Bytes = 5 - 6,5,2"
    })
    void readsOneRange(String header, long first, long length) {
        assertEquals(new ByteRange.Part(new ByteRange(first, length)), ByteRange.parse(Optional.of(header), 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,3-4", "rows=0-1", "bytes=a-b", "bytes=0-1x"})
    void servesTheWholeWhereItUnderstandsNoRange(String header) {
        assertEquals(new ByteRange.Whole(), ByteRange.parse(Optional.of(header), 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"})
    void refusesWhatLiesBeyondTheEnd(String header) {
        assertEquals(new ByteRange.Beyond(), ByteRange.parse(Optional.of(header), 100));
    }

    @Test
    void namesARange() {
        assertEquals("bytes 10-19/100", new ByteRange(10, 10).contentRange(100));
        assertEquals(new ByteRange.Whole(), ByteRange.parse(Optional.empty(), 100));
    }
}
