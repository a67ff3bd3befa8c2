// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Jobs that a service does by itself, waited for (VOSpace 2.1, sections 6.2.2 and 6.2.3; UWS 1.1). Thread-safe. */
final class ServiceJobs {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> ENDS = Set.of("COMPLETED", "ERROR", "ABORTED", "ARCHIVED");
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 3000;

    private final Connection connection;

    ServiceJobs(Connection connection) {
        this.connection = connection;
    }

    /** Moves or copies a node. */
    void move(URI transfers, String from, String to, boolean copy) throws IOException {
        String document = ServiceXml.write(out -> {
            ServiceXml.start(out, "transfer", Map.of("version", "2.1"));
            ServiceXml.element(out, "target", from);
            ServiceXml.element(out, "direction", to);
            ServiceXml.element(out, "keepBytes", Boolean.toString(copy));
            out.writeEndElement();
        });
        run(Request.text("POST", transfers, "text/xml", document));
    }

    /** Deletes a node and all that is in it, as OpenCADC's services do. */
    void delete(URI jobs, String target) throws IOException {
        run(Request.text("POST", jobs, FORM, "target=" + URLEncoder.encode(target, UTF_8)));
    }

    private void run(Request creation) throws IOException {
        Answer<byte[]> created = connection.document(creation);
        URI job = created.status() == 303 ? Connection.location(created.uri(), created.headers()) : created.uri();
        if (created.status() != 303) {
            throw new VosException("the service did not make a job: it answered with HTTP status " + created.status());
        }
        connection.document(Request.text("POST", URI.create(job + "/phase"), FORM, "PHASE=RUN"));
        long pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            Job state = state(URI.create(job + "?WAIT=20"));
            if (ENDS.contains(state.phase())) {
                if (!state.phase().equals("COMPLETED")) {
                    throw new VosException("the service could not do it: " + why(job, state));
                }
                return;
            }
            // A service that does not know WAIT answers at once.
            Patience.pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** The details if there are any, else the summary. */
    private String why(URI job, Job state) throws IOException {
        try {
            byte[] detail =
                    connection.document(Request.get(URI.create(job + "/error"))).body();
            String text = new String(detail, UTF_8).strip();
            if (!text.isEmpty() && !text.startsWith("<")) {
                return text;
            }
        } catch (VosException e) {
            // There need not be any: the summary says something.
            return summary(state);
        }
        return summary(state);
    }

    private static String summary(Job state) {
        return state.message().isEmpty() ? "the job ended as " + state.phase() : state.message();
    }

    /** What a job says of itself. */
    private record Job(String phase, String message) {}

    private Job state(URI job) throws IOException {
        return ServiceXml.read(connection.document(Request.get(job)).body(), ServiceJobs::read);
    }

    private static Job read(XMLStreamReader in) throws XMLStreamException {
        String phase = "";
        String message = "";
        while (in.hasNext()) {
            if (in.next() == XMLStreamConstants.START_ELEMENT) {
                switch (in.getLocalName()) {
                    case "phase" -> phase = ServiceXml.text(in);
                    case "message" -> message = ServiceXml.text(in);
                    default -> {
                        // Times and parameters.
                    }
                }
            }
        }
        return new Job(phase, message);
    }
}
