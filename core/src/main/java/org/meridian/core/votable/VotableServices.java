// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import org.meridian.core.votable.ServiceDescriptor.Given;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptor.Values;

/** Service descriptors in a VOTable (DataLink 1.1, section 4). */
final class VotableServices {

    private final ByteSink sink;
    private final VotableFields fields;

    /** @param fields that have been written, to whose columns inputs refer */
    VotableServices(ByteSink sink, VotableFields fields) {
        this.sink = sink;
        this.fields = fields;
    }

    /** Writes one RESOURCE. */
    void service(ServiceDescriptor service) {
        sink.put("<RESOURCE type=\"meta\"");
        XmlText.attribute(sink, "utype", service.id().equals(ServiceDescriptor.SELF) ? "adhoc:this" : "adhoc:service");
        XmlText.attribute(sink, "ID", service.id());
        sink.put(">\n");
        fields.description(service.description());
        sink.put("\n");
        service.standardId().ifPresent(value -> said("standardID", value));
        said("accessURL", service.accessUrl());
        service.contentType().ifPresent(value -> said("contentType", value));
        sink.put("<GROUP name=\"inputParams\">\n");
        service.inputs().forEach(this::input);
        sink.put("</GROUP>\n</RESOURCE>\n");
    }

    private void said(String name, String value) {
        sink.put("<PARAM");
        XmlText.attribute(sink, "name", name);
        sink.put(" datatype=\"char\" arraysize=\"*\"");
        XmlText.attribute(sink, "value", value);
        sink.put("/>\n");
    }

    /** Writes one PARAM. */
    void input(Input input) {
        Column column = Column.of(input.field());
        sink.put("<PARAM");
        fields.attributes(column, input.field().primitive());
        switch (input.given()) {
            case Given.Fixed(String value) -> XmlText.attribute(sink, "value", value);
            case Given.InColumn(String name) -> {
                XmlText.attribute(sink, "value", "");
                XmlText.attribute(sink, "ref", fields.idOf(name));
            }
            case Given.ByUser none -> XmlText.attribute(sink, "value", "");
        }
        sink.put(">");
        fields.description(input.field().description());
        values(input.values());
        sink.put("</PARAM>\n");
    }

    private void values(Values values) {
        if (values.equals(Values.ANY)) {
            return;
        }
        sink.put("<VALUES>");
        values.min().ifPresent(value -> end("MIN", value));
        values.max().ifPresent(value -> end("MAX", value));
        values.options().forEach(value -> end("OPTION", value));
        sink.put("</VALUES>");
    }

    private void end(String element, String value) {
        sink.put("<" + element);
        XmlText.attribute(sink, "value", value);
        sink.put("/>");
    }
}
