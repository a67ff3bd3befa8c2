// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptor.Values;
import org.meridian.sia.obscore.Domain;

/** Descriptors of the service that cuts pieces out of datasets (SODA 1.0, sections 3.5 and 4.2). Pure functions. */
final class Cutout {

    private static final String STANDARD = "ivo://ivoa.net/std/SODA#sync-1.0";

    private Cutout() {}

    /**
     * The descriptor for one dataset.
     *
     * @param id of the descriptor in its document
     * @param url of the service
     * @param did of the dataset
     * @param domain what can be cut out of it, not nothing
     */
    static ServiceDescriptor of(String id, String url, String did, Domain domain) {
        List<Input> inputs = new ArrayList<>();
        inputs.add(Input.fixed(
                field("ID", text(), "meta.ref.url;meta.curation", "", "Publisher DID of the dataset"), did));
        domain.circle().ifPresent(circle -> positions(inputs, circle, domain.polygon()));
        domain.bandM()
                .ifPresent(band -> inputs.add(Input.chosen(
                        field("BAND", interval(), "em.wl;stat.interval", "m", "Wavelengths in vacuum"),
                        between(band))));
        domain.timeMjd()
                .ifPresent(time -> inputs.add(Input.chosen(
                        field("TIME", interval(), "time.interval;obs.exposure", "d", "Times, as MJD in UTC"),
                        between(time))));
        if (!domain.polarization().isEmpty()) {
            inputs.add(Input.chosen(
                    field("POL", text(), "meta.code;phys.polarization", "", "Polarization states"),
                    Values.of(domain.polarization())));
        }
        return new ServiceDescriptor(
                id,
                Optional.of(STANDARD),
                url,
                Optional.empty(),
                Optional.of("A part of the dataset, cut out beside it"),
                inputs);
    }

    private static void positions(List<Input> inputs, Domain.Circle circle, Optional<String> polygon) {
        String ucd = "pos.outline;obs";
        inputs.add(Input.chosen(
                field("CIRCLE", shape("3", "circle"), ucd, "deg", "A circle: longitude, latitude and radius, ICRS"),
                Values.within(circle.raDeg() + " " + circle.decDeg() + " " + circle.radiusDeg())));
        inputs.add(Input.chosen(
                field("POLYGON", shape("*", "polygon"), ucd, "deg", "A polygon: longitudes and latitudes, ICRS"),
                polygon.map(Values::within).orElse(Values.ANY)));
        inputs.add(Input.chosen(
                field("POS", text(), ucd, "", "CIRCLE, RANGE or POLYGON with numbers behind it, degrees, ICRS"),
                Values.ANY));
    }

    private static Values between(Domain.Interval interval) {
        return Values.between(Double.toString(interval.min()), Double.toString(interval.max()));
    }

    private record Type(Primitive primitive, Optional<String> arraysize, Optional<String> xtype) {}

    private static Type text() {
        return new Type(Primitive.CHAR, Optional.empty(), Optional.empty());
    }

    private static Type interval() {
        return shape("2", "interval");
    }

    private static Type shape(String arraysize, String xtype) {
        return new Type(Primitive.DOUBLE, Optional.of(arraysize), Optional.of(xtype));
    }

    private static Field field(String name, Type type, String ucd, String unit, String description) {
        return new Field(
                name,
                type.primitive,
                type.arraysize,
                Optional.of(unit).filter(word -> !word.isEmpty()),
                Optional.of(ucd),
                Optional.empty(),
                type.xtype,
                Optional.of(description),
                Optional.empty());
    }
}
