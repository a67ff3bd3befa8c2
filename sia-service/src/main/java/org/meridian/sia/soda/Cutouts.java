// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.sia.archive.ArchiveFile;
import org.meridian.sia.archive.ArchiveFiles;
import org.meridian.sia.archive.Reading;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.soda.CutoutRequest.Combination;
import org.meridian.sia.soda.Selection.Stencil;

/**
 * Makes results: opens the file of a dataset that the visitor may read, plans, and gets ready what is to be written. Thread-safe.
 *
 * @param reading who may read what
 * @param files opens them
 * @param places for those that are being made ready
 * @param sending for those that are read again while clients take them: however slow these are, others can be made ready
 * @param spool where compressed images wait
 * @param clock for the history of files
 */
public record Cutouts(
        Reading reading,
        ArchiveFiles files,
        WorkPlaces places,
        WorkPlaces sending,
        SpoolArea spool,
        InstantSource clock) {

    /**
     * The terms of a result.
     *
     * @param visitor for whom
     * @param format none of a {@linkplain CutoutFormat#isPackage package}
     * @param style of pictures
     * @param most bytes of the result
     * @param check called before something is read; what it throws ends the reading
     * @param waits whether it waits for its place for as long as that takes, and keeps it until it is written: as jobs do, which
     *     write to disks
     */
    public record Terms(
            Visitor visitor, CutoutFormat format, PictureStyle style, long most, Runnable check, boolean waits) {

        /** Those of the next result of a request. */
        Terms after(CutoutProduct made) {
            return new Terms(visitor, format, style, Math.max(0, most - made.bytes()), check, waits);
        }

        private String account() {
            return Spender.of(visitor.subject(), visitor.address()).account();
        }

        private void allow(long bytes) {
            if (bytes > most) {
                throw new UsageFault("the result would have " + bytes + " bytes, and there may be " + most
                        + " more: choose less of it, or take whole files from /archive");
            }
        }
    }

    /**
     * A result.
     *
     * @return empty if no pixel of the dataset is in what is asked for
     * @throws DaliFault if it cannot be had
     * @throws IOException if the database or the disk fails
     */
    public Optional<CutoutProduct> make(Combination wanted, Terms terms) throws IOException {
        Dataset dataset = reading.dataset(wanted.id(), terms.visitor);
        Optional<CutoutProduct> product;
        WorkPlaces.Place place = terms.waits ? places.await(terms.check) : places.take(terms.account());
        boolean isKept = false;
        try {
            product = made(dataset, wanted, terms);
            if (terms.waits && isReadAgain(product)) {
                isKept = true;
                return Optional.of(new PlacedProduct(product.get(), place));
            }
        } finally {
            if (!isKept) {
                place.close();
            }
        }
        return isReadAgain(product) ? Optional.of(sent(product.get(), terms)) : product;
    }

    private static boolean isReadAgain(Optional<CutoutProduct> product) {
        return product.isPresent() && product.get() instanceof FitsProduct fits && fits.cutout.isReadAgain();
    }

    private CutoutProduct sent(CutoutProduct product, Terms terms) throws IOException {
        try {
            return new PlacedProduct(product, sending.take(terms.account()));
        } catch (TransientFault full) {
            product.close();
            throw full;
        }
    }

    private Optional<CutoutProduct> made(Dataset dataset, Combination wanted, Terms terms) throws IOException {
        String name = dataset.path().substring(dataset.path().lastIndexOf('/') + 1);
        boolean all = wanted.selection() instanceof Stencil stencil && stencil.isAll();
        try {
            ArchiveFile file = files.open(dataset.place(), terms.visitor);
            return all && terms.format == CutoutFormat.FITS
                    ? Optional.of(whole(file, dataset.mediaType(), name, terms))
                    : made(file, name, wanted, terms);
        } catch (FitsException.NoFits e) {
            throw new UsageFault("nothing can be cut out of " + e.getMessage());
        } catch (FitsException e) {
            throw new FatalFault("the file of the dataset cannot be read: " + e.getMessage());
        }
    }

    private static WholeFile whole(ArchiveFile file, String mediaType, String name, Terms terms) throws IOException {
        WholeFile whole = new WholeFile(file, mediaType, name);
        try {
            terms.allow(whole.bytes());
            return whole;
        } catch (UsageFault e) {
            whole.close();
            throw e;
        }
    }

    private Optional<CutoutProduct> made(ArchiveFile archived, String name, Combination wanted, Terms terms)
            throws IOException {
        FitsFile file = FitsFile.open(archived.channel(), name, terms.check);
        Optional<CutoutProduct> product = Optional.empty();
        try {
            product = made(file, name, wanted, terms);
            return product;
        } finally {
            if (product.isEmpty()) {
                file.close();
            }
        }
    }

    private Optional<CutoutProduct> made(FitsFile file, String name, Combination wanted, Terms terms)
            throws IOException {
        String stem = name.replaceAll("(?i)[.](gz|bz2|z|fz)$", "").replaceAll("(?i)[.](fits|fit|fts)$", "");
        if (terms.format == CutoutFormat.HEADERS) {
            return Optional.of(HeaderText.of(file, stem + "-headers.txt"));
        }
        CutoutPlan plan = CutoutPlan.of(file.hdus(), wanted.selection(), terms.check);
        if (plan.cuts().isEmpty()) {
            return Optional.empty();
        }
        if (plan.cuts().stream()
                .anyMatch(cut -> file.cutOff().filter(cut.hdu()::equals).isPresent())) {
            throw new FitsException(file.damage().orElse("the file is not whole"));
        }
        String fileName = stem + "-cutout" + terms.format.end();
        if (terms.format.isPicture()) {
            ImageCut image = plan.firstImage()
                    .orElseThrow(() -> new UsageFault("a table is no picture: ask for application/fits"));
            return Optional.of(CutoutPicture.of(file, image, terms.format, terms.style, fileName));
        }
        terms.allow(plan.bytes());
        Optional<SpoolArea> tiles = Optional.of(spool).filter(area -> terms.format == CutoutFormat.TILED_FITS);
        Optional<FitsCutout> cutout = FitsCutout.prepare(file, plan, history(wanted), tiles);
        if (cutout.isPresent()) {
            allow(cutout.get(), terms);
        }
        return cutout.map(made -> new FitsProduct(made, terms.format.mediaType(), fileName));
    }

    private static void allow(FitsCutout cutout, Terms terms) throws IOException {
        try {
            terms.allow(cutout.bytes());
        } catch (UsageFault e) {
            cutout.close();
            throw e;
        }
    }

    private List<String> history(Combination wanted) {
        List<String> history = new ArrayList<>();
        history.add("Cut out by Meridian (SODA 1.0) on " + clock.instant().truncatedTo(ChronoUnit.SECONDS) + " from");
        history.add(wanted.id());
        wanted.selection().words().forEach(word -> history.add("by " + word));
        return history;
    }

    private record FitsProduct(FitsCutout cutout, String mediaType, String fileName) implements CutoutProduct {

        @Override
        public long bytes() {
            return cutout.bytes();
        }

        @Override
        public void write(OutputStream out) throws IOException {
            cutout.write(out);
        }

        @Override
        public void close() throws IOException {
            cutout.close();
        }
    }

    /** A result; who has it has a place. */
    private record PlacedProduct(CutoutProduct product, WorkPlaces.Place place) implements CutoutProduct {

        @Override
        public String mediaType() {
            return product.mediaType();
        }

        @Override
        public String fileName() {
            return product.fileName();
        }

        @Override
        public long bytes() {
            return product.bytes();
        }

        @Override
        public void write(OutputStream out) throws IOException {
            product.write(out);
        }

        @Override
        public void close() throws IOException {
            try (place) {
                product.close();
            }
        }
    }
}
