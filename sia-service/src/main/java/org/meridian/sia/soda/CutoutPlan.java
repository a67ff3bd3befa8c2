// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.WcsException;
import org.meridian.sia.soda.Selection.Pixels;
import org.meridian.sia.soda.Selection.Stencil;

/**
 * Which parts of a file are cut out: boxes of images, rows and cells of tables. Where tables are cut, what has no axis by which is
 * chosen goes along, if it is small: good times, responses, pictures. Immutable.
 *
 * @param cuts in the order of the file; none if nothing of the file is in what is asked for
 * @param remarks what is said of them in HISTORY
 */
record CutoutPlan(List<Cut> cuts, List<String> remarks) {

    /** Of an HDU that goes along with tables. */
    private static final long MOST_OF_A_COMPANION = 4L << 20;

    /** Of all of these. */
    private static final long MOST_OF_COMPANIONS = 16L << 20;

    CutoutPlan {
        cuts = List.copyOf(cuts);
        remarks = List.copyOf(remarks);
    }

    /** Bytes of data, as far as they are known before anything is read. */
    long bytes() {
        try {
            return cuts.stream().mapToLong(Cut::bytes).reduce(0, Math::addExact);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The first image that is cut. */
    Optional<ImageCut> firstImage() {
        return cuts.stream()
                .filter(ImageCut.class::isInstance)
                .map(ImageCut.class::cast)
                .findFirst();
    }

    /**
     * The plan for a file.
     *
     * @param check called every now and then; what it throws ends the search
     * @throws UsageFault if nothing in the file has what the selection chooses by
     */
    static CutoutPlan of(List<Hdu> hdus, Selection selection, Runnable check) {
        return switch (selection) {
            case Pixels pixels -> ofPixels(hdus, pixels);
            case Stencil stencil -> ofStencil(hdus, stencil, check);
        };
    }

    private static CutoutPlan ofPixels(List<Hdu> hdus, Pixels pixels) {
        List<Cut> cuts = new ArrayList<>();
        for (PixelSection section : pixels.sections()) {
            section.cut(section.hdu(hdus)).ifPresent(cuts::add);
        }
        return new CutoutPlan(cuts, List.of());
    }

    private static CutoutPlan ofStencil(List<Hdu> hdus, Stencil stencil, Runnable check) {
        List<Cut> cuts = new ArrayList<>();
        List<Hdu> others = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Hdu hdu : hdus) {
            if (hdu.dataBytes() == 0 && hdu.naxis().isEmpty()) {
                continue;
            }
            check.run();
            try {
                ofStencil(hdus, hdu, stencil, check).ifPresent(cuts::add);
            } catch (WcsException | UsageFault e) {
                others.add(hdu);
                reasons.add("HDU " + hdu.index() + ": " + e.getMessage());
            }
        }
        if (reasons.size()
                == hdus.stream()
                        .filter(hdu -> hdu.dataBytes() > 0 || !hdu.naxis().isEmpty())
                        .count()) {
            throw new UsageFault(
                    reasons.isEmpty()
                            ? "the dataset has no data: there is nothing to cut"
                            : "there is nothing to choose by in the dataset: "
                                    + String.join("; ", reasons.subList(0, Math.min(3, reasons.size()))));
        }
        return cuts.stream().allMatch(ImageCut.class::isInstance)
                ? new CutoutPlan(cuts, List.of())
                : withCompanions(cuts, others);
    }

    private static Optional<? extends Cut> ofStencil(List<Hdu> hdus, Hdu hdu, Stencil stencil, Runnable check) {
        if (!hdu.naxis().isEmpty()) {
            ImageAxes axes = ImageAxes.of(hdu, check);
            return axes.box(stencil).map(box -> new ImageCut(hdu, box, axes.remarks(stencil)));
        }
        if (hdu.kind() != Hdu.Kind.BINTABLE) {
            throw new UsageFault("it is neither an image nor a binary table");
        }
        return TableChoice.of(hdu, hdus.getFirst().header(), stencil, check);
    }

    private static CutoutPlan withCompanions(List<Cut> cuts, List<Hdu> others) {
        List<Cut> all = new ArrayList<>(cuts);
        List<String> remarks = new ArrayList<>();
        long left = MOST_OF_COMPANIONS;
        for (Hdu hdu : others) {
            boolean small = hdu.dataBytes() <= Math.min(left, MOST_OF_A_COMPANION);
            if (small && (hdu.isImage() || hdu.kind() == Hdu.Kind.BINTABLE)) {
                all.add(new WholeHdu(hdu, true));
                left -= hdu.dataBytes();
            } else {
                remarks.add("HDU " + hdu.index()
                        + hdu.name().map(name -> " (" + name + ")").orElse("")
                        + " was left out: nothing to choose by, and too large or of another kind");
            }
        }
        all.sort(Comparator.comparingInt(cut -> cut.hdu().index()));
        return new CutoutPlan(all, remarks);
    }
}
