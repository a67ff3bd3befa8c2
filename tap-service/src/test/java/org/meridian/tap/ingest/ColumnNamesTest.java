// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

class ColumnNamesTest {
    private final List<String> notes = new ArrayList<>();

    private List<String> assigned(String... names) throws IngestException {
        return assigned(ColumnNames.Spelling.FOLDED, names);
    }

    private List<String> assigned(ColumnNames.Spelling spelling, String... names) throws IngestException {
        List<LoadColumn> columns = Stream.of(names)
                .map(name -> new LoadColumn(name, Field.of(name, Primitive.INT)))
                .toList();
        return ColumnNames.assign(columns, spelling, notes).stream()
                .map(LoadColumn::name)
                .toList();
    }

    @Test
    void keepsNamesOfUploadsAsTheyAre() throws IngestException {
        assertEquals(
                List.of("RA", "ra", "Ra", "RA_2", "SIZE", "CTID", "ctid_", "file_Meridian_row"),
                assigned(ColumnNames.Spelling.KEPT, "RA", "ra", "Ra", "RA", "SIZE", "CTID", "ctid", "Meridian_row"));
    }

    @Test
    void foldsRegularNamesAndReservedWords() throws IngestException {
        assertEquals(List.of("raj2000", "size", "gmag"), assigned("RAJ2000", "SIZE", "Gmag"));
        assertEquals(List.of("queries must write these columns with quotes: \"size\""), notes);
    }

    @Test
    void keepsOddNamesAndClashesAsTheyAre() throws IngestException {
        assertEquals(
                List.of("_RAJ2000", "B-V", "ra", "RA", "ra_2", "col6"),
                assigned("_RAJ2000", "B-V", "ra", "RA", "ra", " "));
    }

    @Test
    void avoidsNamesOfTheDatabaseAndOfHiddenColumns() throws IngestException {
        assertEquals(
                List.of("xmin_", "file_meridian_hpx29", "tableoid_"), assigned("XMIN", "meridian_hpx29", "tableoid"));
        assertTrue(notes.get(0).contains("'XMIN' as xmin_"), notes.toString());
    }

    @Test
    void shortensNamesTheDatabaseWouldCut() throws IngestException {
        List<String> names = assigned("ä".repeat(80), "ä".repeat(81));
        assertEquals(2, names.stream().distinct().count());
        assertTrue(names.stream().allMatch(n -> n.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 63));
    }

    @Test
    void refusesNamesOfUploadsThatItCannotKeep() throws IngestException {
        String longest = "x".repeat(57);
        assertEquals(List.of(longest, longest + "_2"), assigned(ColumnNames.Spelling.KEPT, longest, longest));
        IngestException refused =
                assertThrows(IngestException.class, () -> assigned(ColumnNames.Spelling.KEPT, "id", "ä".repeat(29)));
        assertEquals(
                "the name of column 2 has 58 bytes in UTF-8: '" + "ä".repeat(28)
                        + "...'; a name may have 57, so give it a shorter one",
                refused.getMessage());
    }
}
