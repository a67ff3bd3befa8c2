// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivePlaceTest {

    @Test
    void isTheSameFileByEachOfItsNames() {
        ArchivePlace place = new ArchivePlace("m 31", "raw/ä%2F&b?#;.fits");
        String escaped = "m%2031/raw/%C3%A4%252F%26b%3F%23%3B.fits";
        assertEquals("ivo://example.org/m%2031?raw/%C3%A4%252F%26b%3F%23%3B.fits", place.publisherDid("example.org"));
        assertEquals("/archive/" + escaped, place.urlPath());
        assertEquals("/data/m 31/raw/ä%2F&b?#;.fits", place.localPath());
        assertEquals("file:///data/" + escaped, place.localUrl());
        Optional<ArchivePlace> same = Optional.of(place);
        assertEquals(same, ArchivePlace.ofPublisherDid(place.publisherDid("example.org")));
        assertEquals(same, ArchivePlace.ofUrlPath(place.urlPath()));
        assertEquals(same, ArchivePlace.ofLocalPath(place.localPath()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/archive/m31/../a",
                "/archive/m31/%2e%2e/a",
                "/archive/m31/x%2F..%2F..%2Fa",
                "/archive/m31/a%00b",
                "/archive/m31/a%",
                "/archive/m31/a%ff",
                "/archive/m31//a",
                "/archive/m31/a/",
                "/archive/m31/",
                "/archive/m31",
                "/archive//a",
                "/archive/../m31/a",
                "/data/m31/a",
                ""
            })
    void knowsWhatNoFileCanBe(String url) {
        assertEquals(Optional.empty(), ArchivePlace.ofUrlPath(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ivo://example.org/m31",
                "ivo://example.org?a",
                "ivo://example.org/m31?",
                "ivo://example.org/m31?../a",
                "ivo://example.org/m%2F31?a",
                "https://example.org/m31?a",
                "ivo:"
            })
    void knowsWhatNoIdentityIsOfAFile(String did) {
        assertEquals(Optional.empty(), ArchivePlace.ofPublisherDid(did));
    }

    @ParameterizedTest
    @CsvSource({"m31, /etc/passwd", "m31, a/../b", "m31, ''", "m/31, a", "., a", "'', a"})
    void refusesWhatNoFileCanBe(String collection, String path) {
        assertThrows(IllegalArgumentException.class, () -> new ArchivePlace(collection, path));
    }
}
