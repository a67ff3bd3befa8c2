// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptor.Values;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.sia.obscore.ObservationLinks;

/**
 * An answer of the endpoint (DataLink 1.1, section 3.3): links, the services to which some of them lead, and the endpoint itself.
 * Immutable.
 *
 * @param found links and services
 * @param whole whether those of all datasets that were asked for
 * @param endpoint URL of the endpoint
 */
public record LinksDocument(Links.Found found, boolean whole, String endpoint) {

    private static final List<Info> INFOS = List.of(new Info("standardID", ObservationLinks.STANDARD_ID));

    /** Writes it. */
    public void write(LinksFormat format, SpoolArea spool, OutputStream out) throws IOException {
        List<ServiceDescriptor> services = new ArrayList<>(found.services());
        services.add(itself());
        List<Link> links = found.links();
        ResultDocument document = new ResultDocument(
                        Optional.empty(), Optional.empty(), INFOS, whole ? Long.MAX_VALUE : links.size())
                .with(services);
        boolean ascii = links.stream().allMatch(link -> isAscii(link.id()) && isAscii(link.description()));
        List<List<Object>> rows =
                new ArrayList<>(links.stream().map(Link::cells).toList());
        if (!whole) {
            // One more than there may be tells that there are more.
            rows.add(rows.getLast());
        }
        format.table().writer(spool).write(ArrayRowStream.of(Link.fields(ascii), rows), document, out);
    }

    /** The document in the place of links that cannot be had. */
    public static ErrorDocument error(DaliFault fault, LinksFormat format) {
        return ErrorDocument.named(fault, format.table(), INFOS);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** Section 4.4. */
    private ServiceDescriptor itself() {
        Field id = new Field(
                "ID",
                Primitive.CHAR,
                Optional.empty(),
                Optional.empty(),
                Optional.of("meta.id;meta.main"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("Publisher DID of a dataset; may be repeated"),
                Optional.empty());
        return new ServiceDescriptor(
                ServiceDescriptor.SELF,
                Optional.of(ObservationLinks.STANDARD_ID),
                endpoint,
                Optional.of(ObservationLinks.MEDIA_TYPE),
                Optional.of("Links of datasets"),
                List.of(Input.chosen(id, Values.ANY)));
    }
}
