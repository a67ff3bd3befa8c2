// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.soda.CutoutRequest.Combination;
import org.meridian.sia.soda.Cutouts.Terms;

/**
 * Cutouts as jobs (SODA 1.0, section 6): every combination of values is a result of its own, {@code result-1} and so on in the order of
 * the request, a text with the reason where there is none; a package, and the only result, is {@code result}. Who may read what is
 * asked when the job runs. Thread-safe.
 *
 * @param cutouts makes them
 * @param users who the user of a name is now; throws an {@code AuthorizationFault} if he may not do anything any more
 */
public record CutoutJobs(Cutouts cutouts, Function<String, Subject> users) implements JobExecutor {

    private static final String RESULT = "result";

    @Override
    public void execute(JobExecution execution) throws NotNowException, IOException {
        JobOwner owner = execution.job().owner();
        Subject subject = owner.user().map(users).orElse(Subject.ANONYMOUS);
        CutoutRequest request = CutoutRequest.of(
                DaliParameters.of(JobParameter.map(execution.job().parameters())), CutoutLimits.ASYNC);
        Visitor visitor = new Visitor(subject, owner.knownAddress());
        try (Patience patience = new Patience(CutoutLimits.ASYNC.time());
                ClientWatch.Watch watch = execution.stop().whenGone(patience::end)) {
            Terms terms = new Terms(
                    visitor,
                    request.format().isPackage() ? CutoutFormat.FITS : request.format(),
                    CutoutLimits.ASYNC.bytes(),
                    patience);
            if (request.format().isPackage()) {
                bundle(request, terms, execution);
            } else {
                each(request.combinations(), terms, execution);
            }
        } catch (TransientFault e) {
            throw new NotNowException(e.message(), e.retryAfter());
        }
    }

    private void bundle(CutoutRequest request, Terms terms, JobExecution execution) throws IOException {
        Optional<CutoutBundle> bundle = CutoutBundle.begin(cutouts, request, terms);
        if (bundle.isEmpty()) {
            write(SodaError.noOverlap("the datasets"), RESULT, execution);
            return;
        }
        CutoutFormat format = request.format();
        try (CutoutBundle open = bundle.get();
                OutputStream out = execution.result(RESULT, format.mediaType(), "cutouts" + format.end())) {
            open.write(out);
        }
    }

    private void each(List<Combination> combinations, Terms terms, JobExecution execution) throws IOException {
        Terms left = terms;
        for (int i = 0; i < combinations.size(); i++) {
            String id = combinations.size() == 1 ? RESULT : RESULT + "-" + (i + 1);
            Combination wanted = combinations.get(i);
            Optional<CutoutProduct> product;
            try {
                product = cutouts.make(wanted, left);
            } catch (TransientFault later) {
                throw later;
            } catch (DaliFault fault) {
                write(SodaError.of(fault), id, execution);
                continue;
            }
            if (product.isEmpty()) {
                write(SodaError.noOverlap(wanted.id()), id, execution);
                continue;
            }
            try (CutoutProduct made = product.get();
                    OutputStream out = execution.result(id, made.mediaType(), made.fileName())) {
                made.write(out);
                left = left.after(made);
            }
            execution.rows(i + 1L);
        }
    }

    private static void write(SodaError error, String id, JobExecution execution) throws IOException {
        try (OutputStream out = execution.result(id, SodaError.MEDIA_TYPE, id + ".txt")) {
            out.write(error.body());
        }
    }
}
