// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.core.votable.ServiceDescriptor.Given;

class ObservationLinksTest {

    private static Field column(String name, String utype) {
        return new Field(
                name,
                Primitive.TEXT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(utype),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<ServiceDescriptor> of(Field... columns) {
        return new ObservationLinks().of(List.of(columns), "https://a.example");
    }

    @Test
    void aColumnOfPublisherDidsIsKnownByItsUtypeWhateverItsName() {
        for (String utype :
                List.of("obscore:Curation.PublisherDID", "Curation.PublisherDID", "obscore:curation.publisherdid")) {
            ServiceDescriptor links = of(column("n", "obscore:DataID.Title"), column("did", utype))
                    .getFirst();
            assertEquals("https://a.example/datalink/links", links.accessUrl());
            assertEquals(Optional.of("ivo://ivoa.net/std/DataLink#links-1.1"), links.standardId());
            assertEquals(new Given.InColumn("did"), links.inputs().getFirst().given());
        }
    }

    @Test
    void otherTablesHaveNoLinks() {
        assertEquals(List.of(), of(column("obs_publisher_did", ""), column("x", "obscore:DataID.CreatorDID")));
    }
}
