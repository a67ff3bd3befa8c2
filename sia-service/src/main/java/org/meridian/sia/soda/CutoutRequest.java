// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliInterval;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.place.UserFiles;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.SkyRegion;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.obscore.Polarization;
import org.meridian.sia.preview.PictureParameters;
import org.meridian.sia.soda.Cutouts.Terms;

/**
 * What is asked of the service (SODA 1.0, section 3, and the extensions SUB and META). Immutable.
 *
 * @param ids of the datasets, as they were given
 * @param selections what of each
 * @param format of the results
 * @param style of pictures
 * @param destination file or folder of a user for the results; empty if the client is to have them
 */
public record CutoutRequest(
        List<String> ids,
        List<Selection> selections,
        CutoutFormat format,
        PictureStyle style,
        Optional<String> destination) {

    private static final int SHOWN = 60;

    public CutoutRequest {
        ids = List.copyOf(ids);
        selections = List.copyOf(selections);
    }

    /** A part of a dataset: one result. */
    public record Combination(String id, Selection selection) {}

    /**
     * The request that parameters make.
     *
     * @param limits how many results it may have
     * @throws UsageFault if they make none
     */
    public static CutoutRequest of(DaliParameters parameters, CutoutLimits limits) {
        List<String> ids = given(parameters, "ID");
        if (ids.isEmpty()) {
            throw new UsageFault("parameter ID is missing: the publisher DID of a dataset");
        }
        CutoutFormat format = CutoutFormat.of(parameters.responseFormat());
        if (PictureParameters.isTrue(parameters, "META")) {
            format = CutoutFormat.HEADERS;
        }
        List<Selection> selections = selections(parameters, (int) limits.results());
        if ((long) ids.size() * selections.size() > limits.results()) {
            throw new UsageFault("the request asks for " + ids.size() + " datasets and " + selections.size()
                    + " parts of each; one request may have " + limits.results() + " results");
        }
        CutoutRequest request = new CutoutRequest(
                ids,
                selections,
                format,
                PictureParameters.style(parameters),
                UserFiles.destination(parameters, "cutout.fits"));
        if (!request.isOneFile()
                && request.destination.filter(to -> !UserCutouts.isFolder(to)).isPresent()) {
            throw new UsageFault(
                    "DEST names one file, and the request asks for several results: end it with a slash if it"
                            + " is a folder, or ask for all of them in one file (RESPONSEFORMAT=application/x-tar or"
                            + " application/zip)");
        }
        return request;
    }

    /** The terms of its results, or of those in its package. */
    public Terms terms(Visitor visitor, CutoutLimits limits, Runnable check) {
        CutoutFormat each = format.isPackage() ? CutoutFormat.FITS : format;
        return new Terms(visitor, each, style, limits.bytes(), check, limits.waits());
    }

    private static List<String> given(DaliParameters parameters, String name) {
        return parameters.all(name).stream()
                .filter(value -> !value.isBlank())
                .distinct()
                .toList();
    }

    private static List<Selection> selections(DaliParameters parameters, int most) {
        List<Optional<SkyRegion>> regions = new ArrayList<>();
        given(parameters, "POS").forEach(value -> regions.add(Optional.of(region("POS", value, DaliRegion::parsePos))));
        given(parameters, "CIRCLE")
                .forEach(value ->
                        regions.add(Optional.of(region("CIRCLE", value, text -> DaliRegion.circle(numbers(text))))));
        given(parameters, "POLYGON")
                .forEach(value ->
                        regions.add(Optional.of(region("POLYGON", value, text -> DaliRegion.polygon(numbers(text))))));
        List<Optional<DaliInterval>> bands = intervals(parameters, "BAND");
        List<Optional<DaliInterval>> times = intervals(parameters, "TIME");
        Set<String> polarizations = new LinkedHashSet<>();
        given(parameters, "POL").forEach(value -> polarizations.add(Polarization.required(value.strip())));
        List<String> sections = given(parameters, "SUB");
        boolean stencils = !regions.isEmpty()
                || bands.getFirst().isPresent()
                || times.getFirst().isPresent()
                || !polarizations.isEmpty();
        if (!sections.isEmpty()) {
            if (stencils) {
                throw new UsageFault(
                        "SUB chooses pixels by their numbers: POS, CIRCLE, POLYGON, BAND, TIME and POL cannot"
                                + " be given beside it");
            }
            return sections.stream()
                    .<Selection>map(text -> new Selection.Pixels(PixelSection.parse(text), text.strip()))
                    .toList();
        }
        if (regions.isEmpty()) {
            regions.add(Optional.empty());
        }
        if ((long) regions.size() * bands.size() * times.size() > most) {
            throw new UsageFault("the request asks for " + (long) regions.size() * bands.size() * times.size()
                    + " parts of each dataset; one request may have " + most + " results");
        }
        List<Selection> selections = new ArrayList<>();
        for (Optional<SkyRegion> region : regions) {
            for (Optional<DaliInterval> band : bands) {
                for (Optional<DaliInterval> time : times) {
                    selections.add(new Selection.Stencil(region, band, time, polarizations));
                }
            }
        }
        return selections;
    }

    private static List<Optional<DaliInterval>> intervals(DaliParameters parameters, String name) {
        List<Optional<DaliInterval>> intervals = new ArrayList<>();
        given(parameters, name).forEach(value -> intervals.add(Optional.of(DaliInterval.parse(name, value))));
        return intervals.isEmpty() ? List.of(Optional.empty()) : intervals;
    }

    private static SkyRegion region(String name, String value, Function<String, SkyRegion> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new UsageFault(name + " is '" + (value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...")
                    + "': " + e.getMessage());
        }
    }

    private static double[] numbers(String text) {
        String[] words = text.strip().split("\\s+");
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            if (!words[i].matches("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,4})?")) {
                throw new IllegalArgumentException("it must be numbers, apart by blanks");
            }
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    /** Every dataset with every selection, in the order of the request. */
    public List<Combination> combinations() {
        return ids.stream()
                .flatMap(id -> selections.stream().map(selection -> new Combination(id, selection)))
                .toList();
    }

    /** Whether all results go into one answer. */
    public boolean isOneFile() {
        return format.isPackage() || ids.size() * selections.size() == 1;
    }
}
