// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.vosi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Whether a service can do its work now (VOSI 1.1, section 3.2). Immutable.
 *
 * @param available whether it accepts requests, after a check of what it relies on
 * @param upSince since when it has been available without interruption; empty if it is not
 * @param notes plain words, fit for anybody
 */
public record Availability(boolean available, Optional<Instant> upSince, List<String> notes) {

    public Availability {
        notes = List.copyOf(notes);
    }

    /** The document of the availability resource, {@code text/xml}. */
    public String toXml() {
        XmlDocument xml = new XmlDocument();
        xml.start("vosi:availability").attribute("xmlns:vosi", "http://www.ivoa.net/xml/VOSIAvailability/v1.0");
        xml.element("vosi:available", Boolean.toString(available));
        xml.element(
                "vosi:upSince",
                upSince.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS).toString()));
        notes.forEach(note -> xml.element("vosi:note", note));
        return xml.end().toString();
    }
}
