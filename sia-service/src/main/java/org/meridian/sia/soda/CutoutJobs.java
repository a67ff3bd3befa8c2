// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.place.UserFiles;
import org.meridian.core.place.UserFiles.Destination;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.sia.archive.Visitor;
import org.meridian.sia.soda.CutoutRequest.Combination;
import org.meridian.sia.soda.Cutouts.Terms;

/**
 * Cutouts as jobs (SODA 1.0, section 6): every combination of values is a result of its own, {@code result-1} and so on in the order of
 * the request, a text with the reason where there is none; a package, and the only result, is {@code result}. A result waits for its
 * place among those that are being made; those before it stay. Who may read and write what is asked when the job runs. Thread-safe.
 *
 * @param cutouts makes them
 * @param users who the user of a name is now; throws an {@code AuthorizationFault} if he may not do anything any more
 * @param files of users, for results that are to go there
 */
public record CutoutJobs(Cutouts cutouts, Function<String, Subject> users, UserFiles files) implements JobExecutor {

    private static final String RESULT = "result";

    /** Time for another gateway to see a job that this one cannot run. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(2);

    @Override
    public void execute(JobExecution execution) throws NotNowException, IOException {
        JobOwner owner = execution.job().owner();
        Visitor visitor = new Visitor(subject(owner), owner.knownAddress());
        CutoutRequest request = CutoutRequest.of(
                DaliParameters.of(JobParameter.map(execution.job().parameters())), CutoutLimits.ASYNC);
        if (request.destination().isPresent() && !files.areThere()) {
            throw new NotNowException("this gateway has no workspaces", ELSEWHERE);
        }
        try (Patience patience = new Patience(CutoutLimits.ASYNC.time());
                ClientWatch.Watch watch = execution.stop().whenGone(patience::end)) {
            Terms terms = request.terms(visitor, CutoutLimits.ASYNC, patience);
            Results results = results(request, owner, execution);
            if (request.format().isPackage()) {
                bundle(request, terms, results);
            } else {
                each(request.combinations(), terms, results);
            }
        } catch (TransientFault e) {
            throw new NotNowException(e.message(), e.retryAfter());
        }
    }

    private Subject subject(JobOwner owner) {
        return owner.user().map(users).orElse(Subject.ANONYMOUS);
    }

    private Results results(CutoutRequest request, JobOwner owner, JobExecution execution) {
        Optional<String> job = Optional.of(execution.job().id().text());
        return new Results(
                execution,
                request.destination().map(to -> new UserCutouts(files, () -> subject(owner), to, job)),
                request.isOneFile());
    }

    /** Where results go: to the job or, if it is wanted, into files, of which the job tells. */
    private record Results(JobExecution execution, Optional<UserCutouts> files, boolean isOne) {

        void write(UserCutouts.Body body, int number, String mediaType, String fileName) throws IOException {
            if (files.isEmpty()) {
                try (OutputStream out = execution.result(id(number), mediaType, fileName)) {
                    body.write(out);
                }
                return;
            }
            Destination place = files.get().place(isOne ? fileName : String.format("%03d-%s", number, fileName));
            UserCutouts.write(body, mediaType, place);
            execution.reference(id(number), place.path());
        }

        /** What is said in the place of a result stays with the job. */
        void write(SodaError error, int number) throws IOException {
            try (OutputStream out = execution.result(id(number), SodaError.MEDIA_TYPE, id(number) + ".txt")) {
                out.write(error.body());
            }
        }

        private String id(int number) {
            return isOne ? RESULT : RESULT + "-" + number;
        }
    }

    private void bundle(CutoutRequest request, Terms terms, Results results) throws IOException {
        Optional<CutoutBundle> bundle = CutoutBundle.begin(cutouts, request, terms);
        if (bundle.isEmpty()) {
            results.write(SodaError.noOverlap("the datasets"), 1);
            return;
        }
        CutoutFormat format = request.format();
        try (CutoutBundle open = bundle.get()) {
            results.write(open::write, 1, format.mediaType(), "cutouts" + format.end());
        }
    }

    private void each(List<Combination> combinations, Terms terms, Results results) throws IOException {
        Terms left = terms;
        for (int number = 1; number <= combinations.size(); number++) {
            Combination wanted = combinations.get(number - 1);
            Optional<CutoutProduct> product;
            try {
                product = cutouts.make(wanted, left);
            } catch (TransientFault later) {
                throw later;
            } catch (DaliFault fault) {
                results.write(SodaError.of(fault), number);
                continue;
            }
            if (product.isEmpty()) {
                results.write(SodaError.noOverlap(wanted.id()), number);
                continue;
            }
            try (CutoutProduct made = product.get()) {
                results.write(made::write, number, made.mediaType(), made.fileName());
                left = left.after(made);
            }
            results.execution.rows(number);
        }
    }
}
