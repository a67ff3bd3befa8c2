// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.MediaType;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.TableFormat;
import org.meridian.sia.obscore.ObservationLinks;

/**
 * The format of links (DataLink 1.1, sections 2.1.2 and 3.3): a VOTable in TABLEDATA, unless another is asked for. Immutable.
 *
 * @param table the format itself
 * @param contentType for the header Content-Type
 */
public record LinksFormat(ResponseFormat table, String contentType) {

    /** What is sent to whoever asks for nothing else. */
    public static final LinksFormat STANDARD =
            new LinksFormat(ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA), ObservationLinks.MEDIA_TYPE);

    private static final String VOTABLE = "application/x-votable+xml";

    /**
     * The format of a RESPONSEFORMAT.
     *
     * @throws UsageFault if it is not known
     */
    public static LinksFormat of(Optional<String> responseFormat) {
        if (responseFormat.isEmpty() || responseFormat.get().strip().equalsIgnoreCase("votable")) {
            return STANDARD;
        }
        // In a URL a plus sign that was not encoded arrives as a blank.
        String asked = responseFormat.get().strip().replace("votable xml", "votable+xml");
        Optional<MediaType> links = MediaType.parse(asked)
                .filter(type -> type.parameter("content").orElse("").equalsIgnoreCase("datalink"));
        Optional<MediaType> type = links.map(each -> each.without("content")).or(() -> MediaType.parse(asked));
        boolean standard = type.filter(each -> each.essence().equals(VOTABLE)
                        && each.parameter("serialization").isEmpty())
                .isPresent();
        String rest = type.map(MediaType::text).orElse(asked);
        ResponseFormat format = ResponseFormat.negotiate(
                Optional.of(standard ? rest + ";serialization=tabledata" : rest), Optional.empty());
        return new LinksFormat(format, standard || links.isPresent() ? asked : format.contentType());
    }
}
