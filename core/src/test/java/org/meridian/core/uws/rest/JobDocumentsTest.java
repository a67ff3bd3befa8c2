// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobInput;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.JobResult;
import org.meridian.core.uws.JobSummary;
import org.meridian.core.uws.Phase;

class JobDocumentsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final JobDocuments DOCUMENTS = new JobDocuments("https://example.org", "/tap/async", JobExtras.NONE);

    private static Job job(Phase phase) {
        boolean started = phase != Phase.PENDING && phase != Phase.QUEUED;
        return new Job(
                new JobId("0123456789abcdef0123456789abcdef"),
                new JobOwner(Optional.empty(), "192.0.2.1"),
                phase,
                new Job.Times(
                        NOON,
                        started ? Optional.of(NOON) : Optional.empty(),
                        phase == Phase.COMPLETED ? Optional.of(NOON) : Optional.empty(),
                        Duration.ofMinutes(1),
                        NOON.plusSeconds(60)),
                new JobInput(
                        List.of(
                                new JobParameter("QUERY", "SELECT '<&\u0001' FROM t"),
                                new JobParameter("runid", "mine")),
                        List.of()),
                new Job.Outcome(
                        phase == Phase.COMPLETED
                                ? List.of(new JobResult(
                                        "result",
                                        Optional.of("result.1"),
                                        "text/csv",
                                        "result.csv",
                                        7,
                                        Optional.of("OVERFLOW"),
                                        Optional.empty()))
                                : List.of(),
                        phase == Phase.ERROR
                                ? Optional.of(JobError.of(new UsageFault("no table <t>")))
                                : Optional.empty()),
                new Job.Progress(
                        3, 7, phase == Phase.QUEUED ? Optional.of(new Job.Place(false, 2, 1)) : Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void followTheSchemaInEveryPhase(Phase phase) throws Exception {
        IvoaSchemas schema = IvoaSchemas.of("UWS-v1.1.xsd");
        Job job = job(phase);
        schema.validate(DOCUMENTS.job(job, Optional.of(NOON)));
        schema.validate(DOCUMENTS.job(job, Optional.empty()));
        schema.validate(DOCUMENTS.parameters(job));
        schema.validate(DOCUMENTS.results(job));
        schema.validate(DOCUMENTS.jobs(List.of(
                new JobSummary(job.id(), Optional.empty(), phase, NOON, job.runId()),
                new JobSummary(job.id(), Optional.of("ann"), phase, NOON, Optional.empty()))));
    }

    @Test
    void sayHowFarAJobIsAndWhyItFailed() {
        assertTrue(DOCUMENTS.job(job(Phase.QUEUED), Optional.empty()).contains("<jobsAhead>2</jobsAhead>"));
        String running = DOCUMENTS.job(job(Phase.EXECUTING), Optional.empty());
        assertTrue(running.contains("<rows>3</rows>") && running.contains("<bytes>7</bytes>"), running);
        String failed = DOCUMENTS.job(job(Phase.ERROR), Optional.empty());
        assertTrue(failed.contains("<uws:errorSummary type=\"fatal\" hasDetail=\"true\">"), failed);
        assertTrue(failed.contains("<uws:message>no table &lt;t&gt;</uws:message>"), failed);
        assertTrue(failed.contains("<uws:runId>mine</uws:runId>"), failed);
    }

    @ParameterizedTest
    @CsvSource({
        "2015-10-26T09:15:35,2015-10-26T09:15:35.000Z",
        "2015-10-26T09:15:35.25Z,2015-10-26T09:15:35.250Z",
        "2015-10-26 09:00,2015-10-26T09:00:00.000Z",
        "2015-10-26,2015-10-26T00:00:00.000Z",
        "2015,2015-01-01T00:00:00.000Z",
        "20151026,2015-10-26T00:00:00.000Z",
        "20151026T091535Z,2015-10-26T09:15:35.000Z"
    })
    void readInstantsInTheFormsOfIso8601(String text, String expected) {
        assertEquals(expected, Instants.format(Instants.parse("AFTER", text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2015-26-10", "sometext", "2015-10-26T09:00+01:00", "2015-10-26T09:00 01:00", "2015-02-30"})
    void refuseWhatIsNoInstantInUtc(String text) {
        assertThrows(UsageFault.class, () -> Instants.parse("AFTER", text));
    }

    @Test
    void mergePostedParametersByNameInAnyCase() {
        List<JobParameter> old = List.of(
                new JobParameter("QUERY", "a"),
                new JobParameter("UPLOAD", "t,param:x"),
                new JobParameter("LANG", "ADQL"));
        List<JobParameter> posted = List.of(new JobParameter("query", "b"), new JobParameter("upload", "u,param:y"));
        assertEquals(
                List.of(
                        new JobParameter("UPLOAD", "t,param:x"),
                        new JobParameter("LANG", "ADQL"),
                        new JobParameter("query", "b"),
                        new JobParameter("upload", "u,param:y")),
                new JobInput(old, List.of())
                        .with(new JobInput(posted, List.of()), Set.of("UPLOAD"))
                        .parameters());
    }
}
