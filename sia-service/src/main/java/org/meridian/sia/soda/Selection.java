// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.dali.DaliInterval;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.SkyRegion;

/** What one result has of a dataset. */
public sealed interface Selection {

    /** What is asked for, in words, for the history of the file that is made of it; one entry a parameter. */
    List<String> words();

    /**
     * What lies in a region, interval or state (SODA 1.0, section 3.3); all that are there have to be met. Immutable.
     *
     * @param region of the sky
     * @param bandM wavelengths in vacuum, in metres
     * @param timeMjd modified Julian dates
     * @param polarizations states, any of which; empty for all
     */
    record Stencil(
            Optional<SkyRegion> region,
            Optional<DaliInterval> bandM,
            Optional<DaliInterval> timeMjd,
            Set<String> polarizations)
            implements Selection {

        public Stencil {
            polarizations = new LinkedHashSet<>(polarizations);
        }

        /** Whether it is the whole dataset. */
        boolean isAll() {
            return region.isEmpty() && bandM.isEmpty() && timeMjd.isEmpty() && polarizations.isEmpty();
        }

        @Override
        public List<String> words() {
            List<String> words = new ArrayList<>();
            region.ifPresent(shape -> words.add("POS=" + DaliRegion.format(shape)));
            bandM.ifPresent(band -> words.add("BAND=" + band.min() + " " + band.max()));
            timeMjd.ifPresent(time -> words.add("TIME=" + time.min() + " " + time.max()));
            polarizations.forEach(state -> words.add("POL=" + state));
            return words;
        }
    }

    /**
     * Boxes of pixels, by numbers: the value of SUB.
     *
     * @param sections one at least
     * @param text as the client wrote it
     */
    record Pixels(List<PixelSection> sections, String text) implements Selection {

        public Pixels {
            sections = List.copyOf(sections);
        }

        @Override
        public List<String> words() {
            return List.of("SUB=" + text);
        }
    }
}
