// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.rest.SafeXml;

/** Which properties a PROPFIND asks for (RFC 4918, section 14.20). */
sealed interface PropertyQuery {

    /** Most names in one request: each of them is answered for each resource. */
    int MOST = 200;

    /**
     * All that are not costly.
     *
     * @param more that are asked for beside them
     */
    record All(Set<QName> more) implements PropertyQuery {}

    /** The names alone of all there are. */
    record Names() implements PropertyQuery {}

    /** Whether one is asked for by its name. */
    default boolean names(QName name) {
        return switch (this) {
            case All all -> all.more.contains(name);
            case Some some -> some.names.contains(name);
            case Names names -> false;
        };
    }

    /** Those of these names. */
    record Some(Set<QName> names) implements PropertyQuery {}

    /**
     * Reads the body of a request; without one all are asked for.
     *
     * @throws DavFault 400, 413
     */
    static PropertyQuery read(InputStream body) throws IOException {
        return XmlBody.read(body, "propfind", PropertyQuery::of).orElse(new All(Set.of()));
    }

    private static PropertyQuery of(XMLStreamReader in) throws XMLStreamException {
        boolean all = false;
        boolean names = false;
        boolean some = false;
        Set<QName> wanted = new LinkedHashSet<>();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (XmlBody.is(in, "prop")) {
                some = true;
                names(in, wanted);
            } else if (XmlBody.is(in, "include")) {
                names(in, wanted);
            } else {
                all |= XmlBody.is(in, "allprop");
                names |= XmlBody.is(in, "propname");
                SafeXml.skip(in);
            }
        }
        if ((all ? 1 : 0) + (names ? 1 : 0) + (some ? 1 : 0) != 1) {
            throw new DavFault(400, "a <propfind> has one of <allprop>, <propname> and <prop>");
        }
        if (names) {
            return new Names();
        }
        return all ? new All(wanted) : new Some(wanted);
    }

    /** Adds the names of elements within the one that the reader is at. */
    static void names(XMLStreamReader in, Set<QName> wanted) throws XMLStreamException {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            wanted.add(in.getName());
            if (wanted.size() > MOST) {
                throw new DavFault(400, "a request asks for at most " + MOST + " properties");
            }
            SafeXml.skip(in);
        }
    }
}
