// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.core.votable.ResponseFormat.VotableVersion;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptor.Values;

class ServiceDescriptorTest {

    private static final Field ID = Field.of("ID", Primitive.CHAR);

    private static final Field BAND = new Field(
            "BAND",
            Primitive.DOUBLE,
            Optional.of("2"),
            Optional.of("m"),
            Optional.of("em.wl;stat.interval"),
            Optional.empty(),
            Optional.of("interval"),
            Optional.of("Wavelengths < wanted"),
            Optional.empty());

    private static final ServiceDescriptor SODA = new ServiceDescriptor(
            "soda",
            Optional.of("ivo://ivoa.net/std/SODA#sync-1.0"),
            "http://localhost/soda/sync?a=1&b=2",
            Optional.of("image/fits"),
            Optional.of("Cutouts"),
            List.of(
                    Input.of(ID, "obs_publisher_did"),
                    Input.fixed(Field.of("COMPRESS", Primitive.CHAR), "no"),
                    Input.chosen(BAND, Values.between("1e-7", "2e-7")),
                    Input.chosen(Field.of("POL", Primitive.CHAR), Values.of(List.of("I", "Q")))));

    private static final ResultDocument DOCUMENT = ResultDocument.plain().with(List.of(SODA));

    private static String write(ResponseFormat format, ResultDocument document, String... columns) throws IOException {
        List<Field> fields = java.util.Arrays.stream(columns)
                .map(name -> Field.of(name, Primitive.CHAR))
                .toList();
        List<List<String>> rows =
                List.of(java.util.Arrays.stream(columns).map(name -> "x").toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new VotableWriter(format).write(ArrayRowStream.of(fields, rows), document, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aServiceIsDescribedBehindTheResults() throws Exception {
        String xml = write(ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA), DOCUMENT, "obs_publisher_did");
        assertTrue(xml.contains("<FIELD ID=\"obs_publisher_did\" name=\"obs_publisher_did\" datatype=\"char\""), xml);
        assertEquals("""
                </RESOURCE>
                <RESOURCE type="meta" utype="adhoc:service" ID="soda">
                <DESCRIPTION>Cutouts</DESCRIPTION>
                <PARAM name="standardID" datatype="char" arraysize="*" value="ivo://ivoa.net/std/SODA#sync-1.0"/>
                <PARAM name="accessURL" datatype="char" arraysize="*" value="http://localhost/soda/sync?a=1&amp;b=2"/>
                <PARAM name="contentType" datatype="char" arraysize="*" value="image/fits"/>
                <GROUP name="inputParams">
                <PARAM name="ID" datatype="char" arraysize="*" value="" ref="obs_publisher_did"></PARAM>
                <PARAM name="COMPRESS" datatype="char" arraysize="*" value="no"></PARAM>
                <PARAM name="BAND" datatype="double" arraysize="2" xtype="interval" unit="m" ucd="em.wl;stat.interval" value="">\
                <DESCRIPTION>Wavelengths &lt; wanted</DESCRIPTION><VALUES><MIN value="1e-7"/><MAX value="2e-7"/></VALUES></PARAM>
                <PARAM name="POL" datatype="char" arraysize="*" value=""><VALUES><OPTION value="I"/><OPTION value="Q"/></VALUES></PARAM>
                </GROUP>
                </RESOURCE>
                </VOTABLE>
                """, xml.substring(xml.indexOf("</TABLE>\n") + 9));
    }

    @ParameterizedTest
    @EnumSource
    void documentsWithServicesAreValid(VotableVersion version) throws Exception {
        ResponseFormat format =
                new ResponseFormat(TableFormat.VOTABLE_BINARY2, version, true, "application/x-votable+xml");
        String xml = write(format, DOCUMENT, "name", "obs_publisher_did");
        IvoaSchemas.of("VOTable-v" + version.number() + ".xsd").validate(xml);
        IvoaSchemas.of("VOTable-v1.4.xsd")
                .validate(VotableWriter.header(
                        List.of(Field.of("obs_publisher_did", Primitive.CHAR)),
                        DOCUMENT,
                        new TableOutcome.Complete(0)));
    }

    @Test
    void columnsWithNamesThatAreNoIdsGetOthers() throws Exception {
        ServiceDescriptor service = new ServiceDescriptor(
                "a_b",
                Optional.empty(),
                "http://localhost/",
                Optional.empty(),
                Optional.empty(),
                List.of(
                        Input.of(Field.of("A", Primitive.CHAR), "a b"),
                        Input.of(Field.of("B", Primitive.CHAR), "1st"),
                        Input.of(Field.of("C", Primitive.CHAR), "coosys1")));
        String xml = write(
                ResponseFormat.votable(),
                ResultDocument.plain().with(List.of(service)),
                "a b",
                "1st",
                "coosys1",
                "other");
        assertTrue(xml.contains("<FIELD ID=\"a_b_\" name=\"a b\"") && xml.contains("ref=\"a_b_\""), xml);
        assertTrue(xml.contains("<FIELD ID=\"_1st\" name=\"1st\"") && xml.contains("ref=\"_1st\""), xml);
        assertTrue(xml.contains("<FIELD ID=\"_coosys1\" name=\"coosys1\""), xml);
        assertTrue(xml.contains("<FIELD name=\"other\""), xml);
        IvoaSchemas.of("VOTable-v1.4.xsd").validate(xml);
    }

    @Test
    void withoutServicesNoColumnHasAnId() throws Exception {
        String xml = write(ResponseFormat.votable(), ResultDocument.plain(), "obs_publisher_did");
        assertFalse(xml.contains(" ID=") || xml.contains("type=\"meta\""), xml);
    }
}
