// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Where a service does what, as its capabilities say (VOSI 1.1; the identifiers are VOSpace's and those that OpenCADC has added).
 * Immutable.
 *
 * @param nodes descriptions of nodes
 * @param files bytes by the path of the node, if there is such
 * @param sync negotiation of transfers, if there is
 * @param transfers jobs that move and copy, if there are
 * @param recursiveDelete jobs that delete containers with all that is in them, if there are; else nodes do that
 * @param uploads of files in parts, if there are such
 */
record Endpoints(
        URI nodes,
        Optional<URI> files,
        Optional<URI> sync,
        Optional<URI> transfers,
        Optional<URI> recursiveDelete,
        Optional<URI> uploads) {

    /** How the name of the protocol begins by which files come in parts. */
    private static final String RESUMABLE = "https://tus.io/protocols/resumable-upload#";

    /** Where a resource is found that has these names behind the {@code #} of its identifier, in this order. */
    private enum Resource {
        NODES("nodes"),
        FILES("files", "files-proto"),
        SYNC("sync-2.1", "sync", "synctrans"),
        TRANSFERS("transfers", "async-2.1"),
        RECURSIVE_DELETE("recursivedelete", "recursive-delete", "recursive-delete-proto"),
        UPLOADS(RESUMABLE + "1.0.0");

        private final List<String> names;

        Resource(String... names) {
            this.names = List.of(names);
        }

        Optional<URI> in(Map<String, URI> found) {
            return names.stream().filter(found::containsKey).findFirst().map(found::get);
        }
    }

    /**
     * What a service says of itself; of one that says nothing, what the standard says (section 4).
     *
     * @param service base of its addresses, without a slash at the end
     */
    static Endpoints of(Connection connection, URI service) throws IOException {
        byte[] document;
        try {
            document = connection
                    .document(Request.get(URI.create(service + "/capabilities")))
                    .body();
        } catch (VosException e) {
            if (!e.isNotThere()) {
                throw e;
            }
            return new Endpoints(
                    URI.create(service + "/nodes"),
                    Optional.empty(),
                    Optional.of(URI.create(service + "/synctrans")),
                    Optional.of(URI.create(service + "/transfers")),
                    Optional.empty(),
                    Optional.empty());
        }
        Map<String, URI> found = ServiceXml.read(document, in -> capabilities(in, connection));
        URI nodes = Resource.NODES
                .in(found)
                .orElseThrow(() -> new VosException("there is no VOSpace at " + service
                        + ": its capabilities name no nodes; the address of one is like https://example.org/vospace"));
        return new Endpoints(
                nodes,
                Resource.FILES.in(found),
                Resource.SYNC.in(found),
                Resource.TRANSFERS.in(found),
                Resource.RECURSIVE_DELETE.in(found),
                Resource.UPLOADS.in(found));
    }

    private static Map<String, URI> capabilities(XMLStreamReader in, Connection connection) throws XMLStreamException {
        Map<String, URI> found = new HashMap<>();
        String name = "";
        while (in.hasNext()) {
            if (in.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (in.getLocalName().equals("capability")) {
                name = name(ServiceXml.attribute(in, "standardID"));
            } else if (in.getLocalName().equals("accessURL") && !name.isEmpty()) {
                Optional<URI> url = address(ServiceXml.text(in));
                if (url.isPresent() && (!found.containsKey(name) || connection.isService(url.get()))) {
                    found.put(name, url.get());
                }
            }
        }
        return found;
    }

    private static String name(String standardId) {
        String id = standardId.toLowerCase(Locale.ROOT);
        if (id.startsWith(RESUMABLE)) {
            return id;
        }
        boolean vospace = id.startsWith("ivo://ivoa.net/std/vospace")
                || id.startsWith("http://www.opencadc.org/std/storage#")
                || id.startsWith("http://www.opencadc.org/std/vospace");
        return vospace ? id.substring(id.indexOf('#') + 1) : "";
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text.replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }
}
