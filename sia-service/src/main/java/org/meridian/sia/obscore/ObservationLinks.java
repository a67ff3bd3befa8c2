// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptors;

/**
 * DataLink for every table that has a column of publisher DIDs: the {@code links} of each dataset, among which are its cutouts
 * (DataLink 1.1, section 4.5; ObsCore 1.1, section 4.7). Stateless.
 */
public final class ObservationLinks implements ServiceDescriptors {

    /** Of the capability. */
    public static final String STANDARD_ID = "ivo://ivoa.net/std/DataLink#links-1.1";

    /** Media type of its answers (DataLink 1.1, section 3.1). */
    public static final String MEDIA_TYPE = "application/x-votable+xml;content=datalink";

    private static final String UTYPE = "curation.publisherdid";

    private static final Field ID = new Field(
            "ID",
            Primitive.CHAR,
            Optional.empty(),
            Optional.empty(),
            Optional.of("meta.id;meta.main"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("Publisher DID of the dataset"),
            Optional.empty());

    @Override
    public List<ServiceDescriptor> of(List<Field> columns, String gateway) {
        return columns.stream()
                .filter(ObservationLinks::isPublisherDid)
                .limit(1)
                .map(column -> links(column.name(), gateway))
                .toList();
    }

    private static boolean isPublisherDid(Field column) {
        String utype = column.utype().orElse("").toLowerCase(Locale.ROOT);
        return utype.equals(UTYPE) || utype.endsWith(":" + UTYPE);
    }

    private static ServiceDescriptor links(String column, String gateway) {
        return new ServiceDescriptor(
                "links",
                Optional.of(STANDARD_ID),
                gateway + "/datalink/links",
                Optional.of(MEDIA_TYPE),
                Optional.of("Files of each observation, previews, cutouts, and what belongs to it"),
                List.of(Input.of(ID, column)));
    }
}
