// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

class CutoutHeaderTest {

    @Test
    void distortionsByTablesAreLeftOut() {
        List<String> whole = Stream.of(
                        "SIMPLE  =                    T",
                        "BITPIX  =                  -32",
                        "NAXIS   =                    2",
                        "NAXIS1  =                   10",
                        "NAXIS2  =                   10",
                        "CPDIS1  = 'Lookup  '",
                        "DP1     = 'EXTVER: 1.0'",
                        "CPDIS2  = 'TPD     '",
                        "DP2     = 'NAXES: 2'",
                        "D2IMDIS1= 'Lookup  '",
                        "D2IM1   = 'EXTVER: 1.0'",
                        "A_ORDER =                    2")
                .map(card -> String.format("%-80s", card))
                .toList();
        PixelBox box = new PixelBox(List.of(new PixelRange(2, 3), new PixelRange(0, 10)));
        ImageCut cut = new ImageCut(new Hdu(0, new FitsHeader(whole), 0, 2880, 400), box);
        List<String> cards = CutoutHeader.image(cut, true, false, List.of("cut"));
        List<String> kept = cards.stream()
                .map(card -> card.substring(0, 8).strip())
                .filter(keyword -> keyword.matches("(CPDIS|DP|D2IM|A_).*"))
                .toList();
        assertEquals(List.of("CPDIS2", "DP2", "A_ORDER"), kept);
        assertTrue(cards.stream().anyMatch(card -> card.startsWith("HISTORY distortions by look-up tables")));
        assertTrue(cards.stream().allMatch(card -> card.length() == 80));
    }
}
