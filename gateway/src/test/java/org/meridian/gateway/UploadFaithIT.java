// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads are taken as they are, names and values, or refused; nothing of them is changed without a word. */
@Timeout(120)
class UploadFaithIT {

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(Optional.empty());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String answer(int status, String adql, String table) throws Exception {
        HttpResponse<String> answer = gateway.query(
                adql, Map.of("UPLOAD", "t,param:t", "RESPONSEFORMAT", "csv"), Map.of("t", table.getBytes(UTF_8)));
        assertEquals(status, answer.statusCode(), answer.body());
        return answer.body().replace("\r", "");
    }

    private static String votable(String fields, String data) {
        return "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE><TABLE>" + fields
                + "<DATA>" + data + "</DATA></TABLE></RESOURCE></VOTABLE>";
    }

    @Test
    void namesTableRowColumnAndValueThatIsNoNumber() throws Exception {
        String table = votable(
                "<FIELD name='id' datatype='int'/><FIELD name='Mag' datatype='double'/>",
                "<TABLEDATA><TR><TD>1</TD><TD>2</TD></TR><TR><TD>one</TD><TD/></TR></TABLEDATA>");
        String message = answer(400, "SELECT id FROM TAP_UPLOAD.t", table);
        assertTrue(
                message.contains("the uploaded table t, row 2, column id, value 'one': a whole number is needed"),
                message);
    }

    @Test
    void refusesAnUnknownDatatype() throws Exception {
        String table = votable("<FIELD name='id' datatype='string'/>", "<TABLEDATA/>");
        String message = answer(400, "SELECT * FROM TAP_UPLOAD.t", table);
        assertTrue(message.contains("the uploaded table t cannot be read: column id has datatype 'string'"), message);
    }

    @Test
    void refusesAStreamThatWasCut() throws Exception {
        String table = votable(
                "<FIELD name='id' datatype='int'/>", "<BINARY><STREAM encoding='base64'>AAAAAQAA</STREAM></BINARY>");
        String message = answer(400, "SELECT * FROM TAP_UPLOAD.t", table);
        assertTrue(message.contains("the uploaded table t, after row 1: cannot be read: the stream ends"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM TAP_UPLOAD.t|RA,Dec,from",
                "SELECT ra, DEC, \"from\" FROM TAP_UPLOAD.t|RA,Dec,from",
                "SELECT \"RA\", t.dec AS dEc FROM TAP_UPLOAD.t|RA,dEc",
                "SELECT ra AS ra, dec AS \"d e\" FROM TAP_UPLOAD.t|ra,d e",
                "SELECT ra FROM (SELECT * FROM TAP_UPLOAD.t) AS x WHERE ra = 1 ORDER BY Ra|RA",
                "WITH x AS (SELECT RA, dec FROM TAP_UPLOAD.t) SELECT * FROM x|RA,Dec",
                "SELECT ra FROM TAP_UPLOAD.t UNION SELECT dec FROM TAP_UPLOAD.t WHERE ra = 7 ORDER BY ra|RA",
                "SELECT DISTINCT ra FROM TAP_UPLOAD.t GROUP BY ra ORDER BY ra|RA",
                "SELECT u.ra, s.ra FROM TAP_UPLOAD.t u JOIN test.stars s ON s.id = u.ra|RA,ra",
                "SELECT id FROM (SELECT 1 AS ra, 2 AS id FROM TAP_UPLOAD.t) AS a NATURAL JOIN TAP_UPLOAD.t|id",
                "SELECT ra FROM (SELECT 1 AS ra FROM TAP_UPLOAD.t) AS a JOIN TAP_UPLOAD.t USING (ra)|ra",
                "SELECT MAX(ra) FROM TAP_UPLOAD.t|max_ra"
            })
    void callsColumnsAsTheUploadDoes(String adql, String names) throws Exception {
        String rows = answer(200, adql, "RA,Dec,from\n1,2,3\n");
        assertEquals(names, rows.lines().findFirst().orElseThrow());
        assertEquals(2, rows.lines().count(), rows);
    }

    @Test
    void keepsNamesApartThatDifferInCase() throws Exception {
        String table = "RA,Ra,x\n1,2,3\n";
        assertEquals("RA,Ra,x\n1,2,3\n", answer(200, "SELECT * FROM TAP_UPLOAD.t", table));
        assertEquals("Ra,RA\n2,1\n", answer(200, "SELECT \"Ra\", \"RA\" FROM TAP_UPLOAD.t", table));
        String message = answer(400, "SELECT ra FROM TAP_UPLOAD.t", table);
        assertTrue(message.contains("line 1, column 8: the column name ra is ambiguous"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name\nNGC 1\nM 31\n", "name\nNGC 1\n1.5\n", "\"name\"\n\"NGC 1\"\n\"M, 31\"\n"})
    void readsCsvOfOneColumn(String table) throws Exception {
        assertTrue(answer(200, "SELECT name FROM TAP_UPLOAD.t", table).startsWith("name\nNGC 1\n"));
    }
}
