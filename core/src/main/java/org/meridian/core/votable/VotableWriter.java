// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meridian.core.votable.ResultDocument.Info;

/**
 * VOTable 1.4 or 1.5 in one RESOURCE of type results (DALI 1.1, section 4.4), and one of type meta behind it for each service
 * that is described. Whatever cuts the rows short is told in an INFO
 * after the table; the document is always well-formed and no row is half there.
 */
record VotableWriter(ResponseFormat responseFormat) implements TableWriter {

    @Override
    public TableFormat format() {
        return responseFormat.format();
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        ByteSink xml = new ByteSink(out);
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        begin(xml, document);
        info(xml, new Info("QUERY_STATUS", "OK"));
        document.infos().forEach(info -> info(xml, info));
        VotableFields fields = new VotableFields(xml, responseFormat);
        fields.identify(document.descriptors());
        fields.frames(rows.fields());
        document.parameters().forEach(new VotableServices(xml, fields)::input);
        table(xml, document);
        for (Column column : columns) {
            fields.field(column);
        }
        TableOutcome outcome = rows(rows, columns, document, xml, out);
        xml.put("</DATA>\n</TABLE>\n");
        switch (outcome) {
            case TableOutcome.Complete complete -> {}
            case TableOutcome.Overflow overflow -> info(xml, new Info("QUERY_STATUS", "OVERFLOW"));
            case TableOutcome.Failed failed ->
                status(xml, failed.cause().fault().message());
        }
        xml.put("</RESOURCE>\n");
        services(xml, document, fields);
        end(xml);
        return outcome;
    }

    /** A document of descriptions alone, of a table whose rows are kept elsewhere. */
    static String header(List<Field> columns, ResultDocument document, TableOutcome outcome) {
        ByteSink xml = new ByteSink(OutputStream.nullOutputStream());
        ResponseFormat format = ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA);
        new VotableWriter(format).begin(xml, document);
        info(xml, new Info("QUERY_STATUS", outcome instanceof TableOutcome.Overflow ? "OVERFLOW" : "OK"));
        document.infos().forEach(info -> info(xml, info));
        VotableFields fields = new VotableFields(xml, format);
        fields.identify(document.descriptors());
        fields.frames(columns);
        table(xml, document);
        columns.forEach(column -> fields.field(Column.of(column)));
        xml.put("</TABLE>\n</RESOURCE>\n");
        services(xml, document, fields);
        xml.put("</VOTABLE>\n");
        return new String(xml.array(), 0, xml.position(), StandardCharsets.UTF_8);
    }

    /** A document that consists of an error (DALI 1.1, section 4.4.2). */
    void writeError(String message, ResultDocument document, OutputStream out) throws IOException {
        ByteSink xml = new ByteSink(out);
        begin(xml, document);
        status(xml, message);
        document.infos().forEach(info -> info(xml, info));
        xml.put("</RESOURCE>\n");
        end(xml);
    }

    private void begin(ByteSink xml, ResultDocument document) {
        String number = responseFormat.version().number();
        xml.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VOTABLE version=\"" + number
                + "\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:schemaLocation=\"http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/votable-"
                + number + ".xsd\">\n<RESOURCE type=\"results\">\n");
    }

    private static void services(ByteSink xml, ResultDocument document, VotableFields fields) {
        VotableServices services = new VotableServices(xml, fields);
        document.descriptors().forEach(services::service);
    }

    private static void end(ByteSink xml) throws IOException {
        xml.put("</VOTABLE>\n");
        xml.flush();
    }

    private static void table(ByteSink xml, ResultDocument document) {
        xml.put("<TABLE");
        document.tableName().ifPresent(name -> XmlText.attribute(xml, "name", name));
        xml.put(">\n");
        document.description().ifPresent(text -> {
            xml.put("<DESCRIPTION>");
            XmlText.content(xml, text);
            xml.put("</DESCRIPTION>\n");
        });
    }

    private TableOutcome rows(RowStream rows, Column[] columns, ResultDocument document, ByteSink xml, OutputStream out)
            throws IOException {
        if (format() == TableFormat.VOTABLE_TABLEDATA) {
            xml.put("<DATA><TABLEDATA>\n");
            xml.flush();
            TableOutcome outcome = RowLoop.run(rows, document, xml, new TabledataRows(columns, xml));
            xml.put("</TABLEDATA>");
            return outcome;
        }
        boolean masked = format() == TableFormat.VOTABLE_BINARY2;
        String element = masked ? "BINARY2" : "BINARY";
        xml.put("<DATA><" + element + "><STREAM encoding=\"base64\">\n");
        xml.flush();
        Base64Stream base64 = new Base64Stream(out);
        ByteSink binary = new ByteSink(base64);
        TableOutcome outcome = RowLoop.run(rows, document, binary, new BinaryRows(columns, binary, masked));
        binary.flush();
        base64.finish();
        xml.put("</STREAM></" + element + ">");
        return outcome;
    }

    private static void info(ByteSink xml, Info info) {
        xml.put("<INFO");
        XmlText.attribute(xml, "name", info.name());
        XmlText.attribute(xml, "value", info.value());
        info.ucd().ifPresent(ucd -> XmlText.attribute(xml, "ucd", ucd));
        xml.put("/>\n");
    }

    private static void status(ByteSink xml, String message) {
        xml.put("<INFO");
        XmlText.attribute(xml, "name", "QUERY_STATUS");
        XmlText.attribute(xml, "value", "ERROR");
        xml.put(">");
        XmlText.content(xml, message);
        xml.put("</INFO>\n");
    }
}
