// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.SkyIndex.LonLatColumns;

class PositionFinderTest {
    private final List<LoadColumn> columns = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private PositionFinderTest with(String name, String unit, String ucd) {
        return with(name, unit, ucd, Primitive.DOUBLE);
    }

    private PositionFinderTest with(String name, String unit, String ucd, Primitive primitive) {
        Optional<String> none = Optional.empty();
        columns.add(new LoadColumn(
                name, new Field(name, primitive, none, text(unit), text(ucd), none, none, none, Optional.empty())));
        return this;
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private String found() {
        return new PositionFinder(columns, notes)
                .find()
                .map(f ->
                        columns.get(f.lon()).name() + "," + columns.get(f.lat()).name())
                .orElse("none");
    }

    @Test
    void prefersTheMainUcdToOthersAndToNames() {
        with("ra", "deg", "").with("dec", "deg", "");
        with("a1", "deg", "pos.eq.ra").with("d1", "deg", "pos.eq.dec");
        with("ea", "mas", "stat.error;pos.eq.ra;meta.main");
        with("a0", "deg", "pos.eq.ra;meta.main").with("d0", "deg", "pos.eq.dec;meta.main");
        assertEquals("a0,d0", found());
    }

    @Test
    void takesUcdsWithoutMainAndOldOnes() {
        assertEquals(
                "a,d",
                with("a", "deg", "pos.eq.ra").with("d", "deg", "POS.EQ.DEC").found());
        columns.clear();
        assertEquals(
                "a,d",
                with("a", "deg", "POS_EQ_RA_MAIN")
                        .with("d", "deg", "POS_EQ_DEC_MAIN")
                        .found());
    }

    @Test
    void fallsBackToUsualNames() {
        assertEquals(
                "RAJ2000,DEJ2000",
                with("RAJ2000", "", "").with("DEJ2000", "degrees", "").found());
    }

    @Test
    void passesOverWhatIsNotInDegreesAndSaysSo() {
        assertEquals(
                "none",
                with("ra", "rad", "pos.eq.ra;meta.main")
                        .with("dec", "rad", "pos.eq.dec;meta.main")
                        .found());
        assertTrue(notes.get(0).contains("not in degrees"), notes.toString());
    }

    @Test
    void passesOverText() {
        assertEquals(
                "none",
                with("ra", "", "", Primitive.CHAR)
                        .with("dec", "", "", Primitive.CHAR)
                        .found());
    }

    @Test
    void refusesNamedColumnsThatCannotBeAPosition() {
        with("ra", "h", "").with("dec", "deg", "").with("hms", "", "", Primitive.CHAR);
        PositionFinder finder = new PositionFinder(columns, notes);
        assertTrue(assertThrows(IngestException.class, () -> finder.named(new LonLatColumns("ra", "dec")))
                .getMessage()
                .contains("its unit is h"));
        assertTrue(assertThrows(IngestException.class, () -> finder.named(new LonLatColumns("hms", "dec")))
                .getMessage()
                .contains("not numbers"));
        assertTrue(assertThrows(IngestException.class, () -> finder.named(new LonLatColumns("nope", "dec")))
                .getMessage()
                .contains("the columns are ra, dec, hms"));
    }
}
