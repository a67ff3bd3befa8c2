// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.rest;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.JobResult;
import org.meridian.core.uws.JobSummary;
import org.meridian.core.uws.Phase;
import org.meridian.core.vosi.XmlDocument;

/**
 * The XML documents of UWS 1.1 (section 2.2.2, appendix B).
 *
 * @param gateway URL of the gateway, without trailing slash
 * @param path of the job list below it, such as {@code /tap/async}
 * @param extras what a service says of its jobs besides
 */
record JobDocuments(String gateway, String path, JobExtras extras) {

    private static final String VERSION = "1.1";

    /** URL of the job list. */
    String list() {
        return gateway + path;
    }

    /** URL of a job. */
    String url(Job job) {
        return list() + "/" + job.id();
    }

    private String url(Job job, JobResult result) {
        return result.reference()
                .map(uri -> uri.startsWith("/") ? gateway + uri : uri)
                .orElseGet(() -> url(job) + "/results/" + result.id());
    }

    /** The job list. */
    String jobs(List<JobSummary> jobs) {
        XmlDocument xml = new XmlDocument();
        root(xml, "uws:jobs").attribute("version", VERSION);
        for (JobSummary job : jobs) {
            xml.start("uws:jobref").attribute("id", job.id().text()).attribute("xlink:href", list() + "/" + job.id());
            xml.element("uws:phase", job.phase().name());
            xml.element("uws:runId", job.runId());
            nillable(xml, "uws:ownerId", job.user());
            xml.element("uws:creationTime", Instants.format(job.created()));
            xml.end();
        }
        return xml.end().toString();
    }

    /** A job with all that is known of it. */
    String job(Job job, Optional<Instant> quote) {
        XmlDocument xml = new XmlDocument();
        root(xml, "uws:job").attribute("version", VERSION);
        xml.element("uws:jobId", job.id().text());
        xml.element("uws:runId", job.runId());
        nillable(xml, "uws:ownerId", job.owner().user());
        xml.element("uws:phase", job.phase().name());
        nillable(xml, "uws:quote", quote.map(Instants::format));
        Job.Times times = job.times();
        xml.element("uws:creationTime", Instants.format(times.created()));
        nillable(xml, "uws:startTime", times.started().map(Instants::format));
        nillable(xml, "uws:endTime", times.ended().map(Instants::format));
        xml.element(
                "uws:executionDuration", Long.toString(times.executionDuration().toSeconds()));
        xml.element("uws:destruction", Instants.format(times.destruction()));
        parameters(xml.start("uws:parameters"), job);
        results(xml.start("uws:results"), job);
        job.outcome()
                .error()
                .ifPresent(error -> xml.start("uws:errorSummary")
                        .attribute("type", error.kind().name().toLowerCase(Locale.ROOT))
                        .attribute("hasDetail", "true")
                        .element("uws:message", error.message())
                        .end());
        info(xml, job, extras);
        return xml.end().toString();
    }

    /** The parameters alone. */
    String parameters(Job job) {
        XmlDocument xml = new XmlDocument();
        parameters(root(xml, "uws:parameters"), job);
        return xml.toString();
    }

    /** The results alone. */
    String results(Job job) {
        XmlDocument xml = new XmlDocument();
        results(root(xml, "uws:results"), job);
        return xml.toString();
    }

    private static XmlDocument root(XmlDocument xml, String name) {
        return xml.start(name)
                .attribute("xmlns:uws", "http://www.ivoa.net/xml/UWS/v1.0")
                .attribute("xmlns:xlink", "http://www.w3.org/1999/xlink")
                .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    }

    private static void parameters(XmlDocument xml, Job job) {
        for (JobParameter parameter : job.parameters()) {
            xml.start("uws:parameter").attribute("id", parameter.name()).text(parameter.value());
        }
        xml.end();
    }

    private void results(XmlDocument xml, Job job) {
        for (JobResult result : job.outcome().results()) {
            xml.start("uws:result")
                    .attribute("id", result.id())
                    .attribute("xlink:type", "simple")
                    .attribute("xlink:href", url(job, result));
            if (result.reference().isEmpty()) {
                xml.attribute("size", Long.toString(result.bytes())).attribute("mime-type", result.mediaType());
            }
            xml.end();
        }
        xml.end();
    }

    /** How far the job is: of no standard, for people and clients that know this gateway. */
    private static void info(XmlDocument xml, Job job, JobExtras extras) {
        Job.Progress progress = job.progress();
        boolean far = progress.place().isPresent() || job.phase() == Phase.EXECUTING || job.phase() == Phase.COMPLETED;
        if (!far && !extras.hasInfo(job)) {
            return;
        }
        xml.start("uws:jobInfo");
        extras.info(xml, job);
        if (far) {
            progress(xml, job);
        }
        xml.end();
    }

    private static void progress(XmlDocument xml, Job job) {
        Job.Progress progress = job.progress();
        Optional<Job.Place> place = progress.place();
        if (place.isPresent()) {
            xml.element("queue", place.get().heavy() ? "heavy" : "small");
            xml.element("jobsAhead", Long.toString(place.get().ahead()));
            xml.element("ownJobsAhead", Long.toString(place.get().own()));
        } else {
            xml.element("rows", Long.toString(progress.rows()));
            xml.element("bytes", Long.toString(progress.bytes()));
            job.outcome().results().stream()
                    .flatMap(result -> result.status().stream())
                    .findFirst()
                    .ifPresent(status -> xml.element("queryStatus", status));
        }
    }

    private static void nillable(XmlDocument xml, String name, Optional<String> value) {
        if (value.isPresent()) {
            xml.element(name, value.get());
        } else {
            xml.start(name).attribute("xsi:nil", "true").end();
        }
    }
}
