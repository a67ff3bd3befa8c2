// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.sia.soda.CutoutRequest.Combination;
import org.meridian.sia.soda.Cutouts.Terms;

/** The results of a request that go into one package, each made when its turn has come. For one thread. */
public final class CutoutBundle implements Closeable {

    private final Cutouts cutouts;
    private final Terms terms;
    private final CutoutFormat format;
    private final List<Combination> wanted;
    private final List<SodaError> failed;
    private final CutoutProduct first;

    private CutoutBundle(
            Cutouts cutouts, Terms terms, CutoutRequest request, List<SodaError> failed, CutoutProduct first) {
        this.cutouts = cutouts;
        this.terms = terms;
        this.format = request.format();
        this.wanted = request.combinations();
        this.failed = failed;
        this.first = first;
    }

    /**
     * Looks for the first result.
     *
     * @param request of a {@linkplain CutoutFormat#isPackage package}
     * @param terms of all results together
     * @return empty if there are no results because nothing lies in what is asked for
     * @throws DaliFault if there are none, for another reason
     */
    public static Optional<CutoutBundle> begin(Cutouts cutouts, CutoutRequest request, Terms terms) throws IOException {
        List<SodaError> failed = new ArrayList<>();
        Optional<DaliFault> reason = Optional.empty();
        for (Combination each : request.combinations()) {
            try {
                Optional<CutoutProduct> product = cutouts.make(each, terms);
                if (product.isPresent()) {
                    return Optional.of(new CutoutBundle(cutouts, terms, request, failed, product.get()));
                }
                failed.add(SodaError.noOverlap(each.id()));
            } catch (TransientFault later) {
                throw later;
            } catch (DaliFault fault) {
                failed.add(SodaError.of(fault));
                reason = reason.or(() -> Optional.of(fault));
            }
        }
        if (reason.isPresent()) {
            throw reason.get();
        }
        return Optional.empty();
    }

    /** Writes the package. */
    public void write(OutputStream out) throws IOException {
        CutoutPackage all = new CutoutPackage(format, out);
        for (int i = 0; i < failed.size(); i++) {
            all.add(wanted.get(i), failed.get(i));
        }
        all.add(wanted.get(failed.size()), first);
        first.close();
        Terms left = terms.after(first);
        for (Combination each : wanted.subList(failed.size() + 1, wanted.size())) {
            Optional<CutoutProduct> product;
            try {
                product = cutouts.make(each, left);
            } catch (TransientFault later) {
                throw later;
            } catch (DaliFault fault) {
                all.add(each, SodaError.of(fault));
                continue;
            }
            if (product.isEmpty()) {
                all.add(each, SodaError.noOverlap(each.id()));
                continue;
            }
            try (CutoutProduct made = product.get()) {
                all.add(each, made);
                left = left.after(made);
            }
        }
        all.finish();
    }

    @Override
    public void close() throws IOException {
        first.close();
    }
}
