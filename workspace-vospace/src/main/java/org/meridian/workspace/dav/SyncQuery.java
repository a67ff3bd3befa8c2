// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.rest.SafeXml;

/**
 * What a REPORT of changes asks for (RFC 6578, section 6.1).
 *
 * @param token of what its client knows; empty if it knows nothing
 * @param most how many changes it takes, if it says so
 * @param names of the properties that it wants to know of members that have changed
 */
record SyncQuery(Optional<String> token, Optional<Integer> most, Set<QName> names) {

    /**
     * Reads the body of a request.
     *
     * @throws DavFault 400, 413; 403 if it asks for more than the members of one collection
     */
    static SyncQuery read(InputStream body) throws IOException {
        return XmlBody.read(body, "sync-collection", SyncQuery::of)
                .orElseThrow(() -> new DavFault(400, "REPORT needs a body, a <sync-collection>"));
    }

    private static SyncQuery of(XMLStreamReader in) throws XMLStreamException {
        Optional<String> token = Optional.empty();
        Optional<Integer> most = Optional.empty();
        Optional<String> level = Optional.empty();
        Set<QName> names = new LinkedHashSet<>();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (XmlBody.is(in, "prop")) {
                PropertyQuery.names(in, names);
            } else if (XmlBody.is(in, "sync-token")) {
                token = text(in);
            } else if (XmlBody.is(in, "sync-level")) {
                level = text(in);
            } else if (XmlBody.is(in, "limit")) {
                most = limit(in);
            } else {
                SafeXml.skip(in);
            }
        }
        if (level.equals(Optional.of("infinite"))) {
            throw new DavFault(
                    403, "sync-traversal-supported", "one folder at a time is looked at: ask for sync-level 1");
        }
        if (!level.equals(Optional.of("1"))) {
            throw new DavFault(400, "a <sync-collection> has a <sync-level>, which is 1");
        }
        return new SyncQuery(token, most, names);
    }

    private static Optional<String> text(XMLStreamReader in) throws XMLStreamException {
        return Optional.of(in.getElementText().strip()).filter(text -> !text.isEmpty());
    }

    private static Optional<Integer> limit(XMLStreamReader in) throws XMLStreamException {
        Optional<Integer> most = Optional.empty();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (XmlBody.is(in, "nresults")) {
                most = text(in).filter(text -> text.matches("[1-9][0-9]{0,8}")).map(Integer::valueOf);
                if (most.isEmpty()) {
                    throw new DavFault(400, "<nresults> is a number, and 1 at least");
                }
            } else {
                SafeXml.skip(in);
            }
        }
        return most;
    }
}
