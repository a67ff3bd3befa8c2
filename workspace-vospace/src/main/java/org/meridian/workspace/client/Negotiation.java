// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/**
 * Where the bytes of a node are fetched from and sent to: by the address of the file where a service has such, else as it says
 * when it is asked (VOSpace 2.1, sections 6.4.1 and 6.4.3, synchronously). Thread-safe.
 */
final class Negotiation {

    /** Which way bytes go. */
    enum Direction {
        /** To the service. */
        PUSH("pushToVoSpace", List.of("httpsput", "httpput")),
        /** From it. */
        PULL("pullFromVoSpace", List.of("httpsget", "httpget"));

        private final String text;
        private final List<String> protocols;

        Direction(String text, List<String> protocols) {
            this.text = text;
            this.protocols = protocols;
        }
    }

    private static final String DETAILS = "/results/transferDetails";

    private final Vospace space;

    Negotiation(Vospace space) {
        this.space = space;
    }

    /** Addresses of which each will do; the best first, never none. They may be secrets: they are not to be shown. */
    List<URI> addresses(NodePath path, Direction direction) throws IOException {
        Endpoints endpoints = space.endpoints();
        if (endpoints.files().isPresent()) {
            return List.of(URI.create(endpoints.files().get() + VosUri.escaped(path)));
        }
        URI sync = endpoints
                .sync()
                .orElseThrow(
                        () -> new VosException("the service at " + space.base() + " says of no way to transfer files"));
        return negotiate(sync, space.uri(path), direction);
    }

    private List<URI> negotiate(URI sync, String target, Direction direction) throws IOException {
        String document = ServiceXml.write(out -> {
            ServiceXml.start(out, "transfer", Map.of("version", "2.1"));
            ServiceXml.element(out, "target", target);
            ServiceXml.element(out, "direction", direction.text);
            for (String protocol : direction.protocols) {
                out.writeStartElement("vos", "protocol", ServiceXml.VOSPACE);
                out.writeAttribute("uri", "ivo://ivoa.net/vospace/core#" + protocol);
                out.writeEndElement();
            }
            out.writeEndElement();
        });
        Answer<byte[]> answer = space.connection().document(Request.text("POST", sync, "text/xml", document));
        if (answer.status() != 303) {
            return endpoints(answer.body());
        }
        URI details = Connection.location(answer.uri(), answer.headers());
        try {
            return endpoints(space.connection().document(Request.get(details)).body());
        } catch (VosException e) {
            throw fault(details).map(VosException::new).orElse(e);
        }
    }

    /** What the job says that could not give the details. */
    private Optional<String> fault(URI details) throws IOException {
        if (!details.getPath().endsWith(DETAILS)) {
            return Optional.empty();
        }
        String job = details.toString().substring(0, details.toString().lastIndexOf(DETAILS));
        try {
            String said = new String(
                    space.connection()
                            .document(Request.get(URI.create(job + "/error")))
                            .body(),
                    UTF_8);
            return Optional.of(said.strip()).filter(text -> !text.isEmpty() && !text.startsWith("<"));
        } catch (VosException e) {
            // The first refusal says more than that there is no second.
            return Optional.empty();
        }
    }

    private static List<URI> endpoints(byte[] document) throws VosException {
        List<URI> found = new ArrayList<>(ServiceXml.read(document, Negotiation::read));
        if (found.isEmpty()) {
            throw new VosException("the service offers no way to transfer the file that is known here (HTTP)");
        }
        found.sort(Comparator.comparing(uri -> "https".equalsIgnoreCase(uri.getScheme()) ? 0 : 1));
        return found;
    }

    private static List<URI> read(XMLStreamReader in) throws XMLStreamException {
        List<URI> found = new ArrayList<>();
        while (in.hasNext()) {
            if (in.next() == XMLStreamConstants.START_ELEMENT
                    && in.getLocalName().equals("endpoint")) {
                address(ServiceXml.text(in)).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }
}
