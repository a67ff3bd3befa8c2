// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the senders of VOTables are told of them. */
class ForeignVotableTest extends ForeignTables {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<G*200> | nests elements deeper than 100",
                "<RESOURCE*200> | nests elements deeper than 100",
                "<ATTRIBUTES*201/> | the XML, at line 2, goes beyond a limit of this service: an element with more than 200 attributes",
                "<NAME*1001/> | the XML, at line 2, goes beyond a limit of this service: a name of more than 1000 characters",
                "<x:a/> | the XML is broken at line 2: the prefix x is not declared",
                "<a x:b='1'/> | the XML is broken at line 2: the prefix x is not declared",
                "<a b='1' b='2'/> | the XML is broken at line 2: the attribute b is there twice",
                "<a>&nbsp;</a> | the XML is broken at line 2: The entity \"nbsp\" was referenced, but not declared",
                "<a><b></a></b> | the XML is broken at line 2: The element type \"b\" must be terminated",
                "<a>BYTE</a> | the XML is broken at line 2: a byte (hexadecimal E9) that has no place in UTF-8",
            })
    void saysWhatIsWrongWithADocument(String part, String reason) throws IOException {
        StringBuilder attributes = new StringBuilder("<a");
        for (int i = 0; i < 201; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        String content = part.replace("<G*200>", "<GROUP>".repeat(200) + "</GROUP>".repeat(200))
                .replace("<RESOURCE*200>", "<RESOURCE>".repeat(200) + "</RESOURCE>".repeat(200))
                .replace("<ATTRIBUTES*201", attributes)
                .replace("NAME*1001", "a".repeat(1001))
                .replace("BYTE", "\u00e9");
        refuses(
                votable("\n" + content + "<FIELD name='a' datatype='int'/>", "<TABLEDATA/>")
                        .getBytes(ISO_8859_1),
                reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text<TABLEDATA/> | DATA has text in it",
                "<TABLEDATA><TR><TD>1<B/></TD></TR></TABLEDATA> | row 1 (line 1), column a, has an element B in its cell",
                "<TABLEDATA><TR><B/></TR></TABLEDATA> | row 1 (line 1) has an element B",
                "<TABLEDATA>1</TABLEDATA> | row 1 (line 1) has text outside its cells",
                "<BINARY>AAAA<STREAM encoding='base64'>AAAA</STREAM></BINARY> | BINARY has text in it",
            })
    void saysWhatIsWrongWithWellFormedData(String data, String reason) {
        refuses(votable("<FIELD name='a' datatype='int'/>", data).getBytes(ISO_8859_1), reason);
    }

    @Test
    void readsUnusualButCorrectDocuments() throws Exception {
        String field = "<FIELD name='a' datatype='int'/>";
        String[] documents = {
            votable(
                    field,
                    "<!-- c --><?pi x?> <TABLEDATA><!-- c --><TR> <TD><![CDATA[1]]><!-- c --></TD><?x y?></TR></TABLEDATA>"),
            votable(field, "<TABLEDATA><TR><TD>&#x31;</TD></TR></TABLEDATA><INFO name='x' value='y'/>"),
            "<?xml version='1.1'?>" + votable(field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>"),
            votable("<GROUP>".repeat(90) + "</GROUP>".repeat(90) + field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>"),
            votable(field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>")
                    .replaceAll("<(/?)(?=[A-Z])", "<$1v:")
                    .replace(" xmlns=", " xmlns:v="),
        };
        for (String document : documents) {
            assertEquals(1, rows(document.getBytes(ISO_8859_1)), document);
        }
        assertEquals(
                1,
                rows(votable(field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>")
                        .getBytes(UTF_16)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "datatype='char' | ab | the column has one character a cell; declare texts with arraysize=\"*\"",
                "datatype='unicodeChar' | ab | the column has one character a cell; declare texts with arraysize=\"*\"",
                "datatype='int' | ab | a whole number is needed (datatype int)",
                "datatype='char' arraysize='2x2' | abcde | the text has 5 characters, more than its arraysize says",
                "datatype='boolean' arraysize='2' | T | the array has 1 elements; its arraysize says 2",
                "datatype='char' arraysize='*' xtype='timestamp' | 2020-13-01 | a time as YYYY-MM-DDThh:mm:ss.sss is needed",
                "datatype='char' arraysize='*' xtype='adql:TIMESTAMP' | ab | a time as YYYY-MM-DDThh:mm:ss.sss is needed",
                "datatype='double' arraysize='2' xtype='point' | 1 2 3 | the array has 3 elements; its arraysize says 2",
            })
    void namesRowAndColumnOfAWrongCell(String attributes, String cell, String reason) {
        String rows = "<TR><TD>7</TD><TD/></TR><TR><TD>8</TD><TD>" + cell + "</TD></TR>";
        String fields = "<FIELD name='first' datatype='int'/><FIELD name='other' " + attributes + "/>";
        String table = votable(fields, "<TABLEDATA>" + rows + "</TABLEDATA>");
        refuses(table.getBytes(ISO_8859_1), ", row 2, column other, value '" + cell + "': " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xtype='timestamp' | 2020-01-02T03:04:05 | TIMESTAMP",
                "xtype='timestamp' | 2020-01-02T03:04:05.123456789 | CHAR",
                "xtype='iso8601' | 2020-01-02 | TIMESTAMP",
                "xtype='iso8601' | 2020-13-01 | CHAR",
                "'' | 2020-01-02 | CHAR",
            })
    void makesTimesOfWhatIsSaidToBeTimes(String xtype, String cell, String primitive) throws Exception {
        String fields = "<FIELD name='t' datatype='char' arraysize='*' " + xtype + "/>";
        byte[] table = votable(fields, "<TABLEDATA><TR><TD>" + cell + "</TD></TR></TABLEDATA>")
                .getBytes(ISO_8859_1);
        try (ForeignTable open = ForeignTable.open(file(table), "the table", disk, LIMITS)) {
            assertEquals(primitive, open.fields().get(0).primitive().name());
        }
    }
}
