// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;
import org.meridian.core.http.Incident;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.usage.Spender;
import org.meridian.core.uws.JobFilter;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.run.Jobs;
import org.meridian.core.uws.run.Posted;

/**
 * What a request says to a job or a list of jobs: parameters of the job, and those that control it (UWS 1.1, section 2.2.3),
 * which may stand beside them in any POST to the list or the job. Immutable.
 */
final class JobForm implements AutoCloseable {

    private static final Set<String> CONTROL = Set.of("PHASE", "ACTION", "WAIT", "EXECUTIONDURATION", "DESTRUCTION");

    /** Later than any job is kept, and within what databases take for a time. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final FormRequest sent;
    private final DaliParameters all;

    private JobForm(FormRequest sent) {
        this.sent = sent;
        this.all = DaliParameters.of(sent.parameters());
    }

    /** The parameters in the URL. */
    static JobForm ofQuery(ContainerRequestContext request) {
        return new JobForm(FormRequest.of(RequestParameters.ofQuery(query(request))));
    }

    /**
     * The parameters in the URL and the body.
     *
     * @param forms reads them; files come to its disk
     * @throws UsageFault if the body is too large, of another type, or broken
     * @throws IOException if the client stops sending
     */
    static JobForm ofBody(ContainerRequestContext request, FormReader forms) throws IOException {
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        Optional<String> encoding = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        Optional<String> client =
                Spender.of(Caller.subject(request), Caller.address(request)).limitedAccount();
        return new JobForm(forms.read(client, query(request), type, encoding, request.getEntityStream()));
    }

    /** The same, and more parameters that came in another way. */
    JobForm with(List<JobParameter> more) {
        Map<String, List<String>> all = new LinkedHashMap<>(sent.parameters());
        JobParameter.map(more)
                .forEach((name, values) -> all.merge(name, values, (some, others) -> {
                    List<String> both = new ArrayList<>(some);
                    both.addAll(others);
                    return both;
                }));
        return new JobForm(FormRequest.of(all));
    }

    /** What the job is given: parameters without those that control it, and files, which are there until this is closed. */
    Posted posted() {
        Map<String, Path> files = new LinkedHashMap<>();
        sent.files().forEach((part, file) -> files.put(part, file.path()));
        try {
            return Posted.of(parameters(), files);
        } catch (IOException e) {
            throw Incident.log("reading the files of a job", e).fault();
        }
    }

    /**
     * All that is asked of a job.
     *
     * @throws UsageFault if any of it is wrong
     */
    Jobs.Change change() {
        return new Jobs.Change(posted(), execution(), destruction(), order());
    }

    /** Lets go of files that were not kept. */
    @Override
    public void close() {
        sent.close();
    }

    private static Optional<String> query(ContainerRequestContext request) {
        return request.getProperty(RequestParameters.RAW_QUERY) instanceof String query
                ? Optional.of(query)
                : Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery());
    }

    private List<JobParameter> parameters() {
        return JobParameter.list(sent.parameters()).stream()
                .filter(parameter -> !CONTROL.contains(parameter.canonicalName()))
                .toList();
    }

    /** Whether the job is to be deleted. */
    boolean deletes() {
        Optional<String> action = all.single("ACTION").map(String::strip);
        if (action.filter(word -> !word.equals("DELETE")).isPresent()) {
            throw new UsageFault("the only ACTION is DELETE");
        }
        return action.isPresent();
    }

    /** What the job is to do. */
    Optional<Jobs.Order> order() {
        return all.single("PHASE").map(String::strip).map(word -> switch (word) {
            case "RUN" -> Jobs.Order.RUN;
            case "ABORT" -> Jobs.Order.ABORT;
            default -> throw new UsageFault("PHASE must be RUN or ABORT");
        });
    }

    /** How long the job may execute. */
    Optional<Duration> execution() {
        return all.single("EXECUTIONDURATION").map(text -> {
            if (!text.strip().matches("[+-]?\\d+")) {
                throw new UsageFault(
                        "EXECUTIONDURATION must be a whole number of seconds; 0 for the longest time there is");
            }
            BigInteger most = BigInteger.valueOf(Duration.ofDays(36_500).toSeconds());
            return Duration.ofSeconds(
                    new BigInteger(text.strip()).min(most).max(most.negate()).longValue());
        });
    }

    /** When the job is to be destroyed, to the millisecond, as it is shown. */
    Optional<Instant> destruction() {
        return all.single("DESTRUCTION")
                .map(text -> Instants.parse("DESTRUCTION", text).truncatedTo(ChronoUnit.MILLIS))
                .map(time -> time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time);
    }

    /**
     * How long to wait for a change; negative for as long as may be, which is -1 alone (UWS 1.1, section 2.2.1.2); zero if
     * nobody waits.
     */
    Duration waits() {
        return all.single("WAIT").map(JobForm::wait).orElse(Duration.ZERO);
    }

    private static Duration wait(String text) {
        String number = text.strip();
        if (!number.matches("-1|-0+|\\+?\\d+")) {
            throw new UsageFault("WAIT must be a whole number of seconds, or -1 to wait as long as the service allows");
        }
        // However long: the service has a limit of its own.
        boolean large = number.length() > 12;
        return large ? Duration.ofDays(365) : Duration.ofSeconds(Long.parseLong(number));
    }

    /** The phase in which the client has seen the job. */
    Optional<Phase> seen() {
        return all.single("PHASE").map(JobForm::phase);
    }

    /** Which jobs a list is to show. */
    JobFilter filter() {
        EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
        all.all("PHASE").forEach(name -> phases.add(phase(name)));
        Optional<Instant> after = all.single("AFTER").map(text -> Instants.parse("AFTER", text));
        return new JobFilter(phases, after, last());
    }

    private OptionalInt last() {
        Optional<String> last = all.single("LAST").map(String::strip);
        if (last.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!last.get().matches("\\+?0*[1-9]\\d*")) {
            throw new UsageFault("LAST must be a whole number above 0");
        }
        BigInteger most = BigInteger.valueOf(Integer.MAX_VALUE);
        return OptionalInt.of(new BigInteger(last.get()).min(most).intValue());
    }

    private static Phase phase(String name) {
        return Phase.parse(name.strip())
                .orElseThrow(() -> new UsageFault("PHASE must be one of " + List.of(Phase.values())));
    }
}
