// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/**
 * What a fuzzer may do to the parameters of SODA, one a line: they are refused in a few words, or choose pixels that the images
 * have. {@code .ci/fuzz} runs it under Jazzer.
 */
public final class CutoutFuzz {
    private static final List<String> SAMPLES = List.of(
            "ID=x\nPOS=CIRCLE 10 20 0.5",
            "ID=x\nPOS=RANGE 9.9 10.1 -Inf +Inf\nPOL=I\nPOL=Q",
            "ID=x\nPOS=POLYGON 10 20 10.1 20 10.1 20.1\nBAND=0.21 0.22",
            "ID=x\nID=y\nCIRCLE=10 20 1\nPOLYGON=9 20 11 20 10 21\nTIME=55000 NaN",
            "ID=x\nSUB=[0][1:50,1:50][SCI,1][*,10:*]\nRESPONSEFORMAT=fits",
            "ID=x\nSUB=[1:10,1:20,*,1:1]\nMETA=true");

    private static final List<Hdu> HDUS = List.of(
            image("SIMPLE", "T", "RA---TAN", "DEC--TAN", 2),
            image("XTENSION", "'IMAGE   '", "RA---SIN", "DEC--SIN", 4),
            image("XTENSION", "'IMAGE   '", "GLON-CAR", "GLAT-CAR", 2));

    private CutoutFuzz() {}

    private static Hdu image(String first, String value, String lon, String lat, int axes) {
        List<String> cards = new ArrayList<>(List.of(
                card(first, value),
                card("BITPIX", "-32"),
                card("NAXIS", String.valueOf(axes)),
                card("NAXIS1", "360"),
                card("NAXIS2", "180"),
                card("NAXIS3", "50"),
                card("NAXIS4", "4"),
                card("EXTNAME", "'SCI     '"),
                card("CTYPE1", "'" + lon + "'"),
                card("CTYPE2", "'" + lat + "'"),
                card("CRPIX1", "180.5"),
                card("CRPIX2", "90.5")));
        boolean whole = lon.endsWith("CAR");
        cards.addAll(List.of(
                card("CRVAL1", whole ? "0.0" : "10.0"),
                card("CRVAL2", whole ? "0.0" : "20.0"),
                card("CDELT1", whole ? "-1.0" : "-0.01"),
                card("CDELT2", whole ? "1.0" : "0.01")));
        if (axes == 4) {
            cards.addAll(List.of(
                    card("CTYPE3", "'FREQ    '"),
                    card("CRVAL3", "1.4E9"),
                    card("CDELT3", "1.0E6"),
                    card("CTYPE4", "'STOKES  '"),
                    card("CRVAL4", "1.0"),
                    card("CDELT4", "1.0")));
        }
        return new Hdu(0, new FitsHeader(cards), 0, 0, 0);
    }

    private static String card(String name, String value) {
        return String.format("%-80s", String.format("%-8s= %20s", name, value));
    }

    /** Parameters of all kinds. */
    static Stream<String> samples() {
        return SAMPLES.stream();
    }

    /** Writes parameters into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (int i = 0; i < SAMPLES.size(); i++) {
            Files.writeString(folder.resolve("sample-" + i), SAMPLES.get(i));
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String line : new String(data, UTF_8).split("\n", -1)) {
            String[] words = line.split("=", 2);
            parameters.computeIfAbsent(words[0], name -> new ArrayList<>()).add(words.length > 1 ? words[1] : "");
        }
        try {
            CutoutRequest request = CutoutRequest.of(DaliParameters.of(parameters), CutoutLimits.SYNC);
            for (CutoutRequest.Combination part : request.combinations()) {
                plan(part.selection());
            }
        } catch (UsageFault fault) {
            require(fault);
        }
    }

    private static void plan(Selection selection) {
        try {
            CutoutPlan.of(HDUS, selection, () -> {}).cuts().forEach(CutoutFuzz::require);
        } catch (UsageFault fault) {
            require(fault);
        }
    }

    private static void require(Cut any) {
        if (!(any instanceof ImageCut cut)) {
            return;
        }
        List<Long> naxis = cut.image().naxis();
        List<PixelRange> axes = cut.box().axes();
        for (int i = 0; i < axes.size(); i++) {
            long length = i < naxis.size() ? naxis.get(i) : 1;
            if (axes.get(i).first() + axes.get(i).count() > length) {
                throw new IllegalStateException(
                        "outside of the image: " + cut.box().text());
            }
        }
    }

    private static void require(UsageFault fault) {
        if (fault.message().isBlank() || fault.message().length() > 600) {
            throw new IllegalStateException("a fault that says nothing, or too much: " + fault.message());
        }
    }
}
