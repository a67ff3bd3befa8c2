// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.UsageFault;

class ResponseFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "votable | VOTABLE_BINARY2 | application/x-votable+xml",
                "votable/td | VOTABLE_TABLEDATA | application/x-votable+xml;serialization=TABLEDATA",
                "VOTable/B2 | VOTABLE_BINARY2 | application/x-votable+xml;serialization=BINARY2",
                "application/x-votable+xml | VOTABLE_BINARY2 | application/x-votable+xml",
                "application/x-votable xml | VOTABLE_BINARY2 | application/x-votable+xml",
                "text/xml | VOTABLE_TABLEDATA | text/xml",
                "application/x-votable+xml;serialization=binary | VOTABLE_BINARY | application/x-votable+xml;serialization=binary",
                "application/x-votable+xml ; Serialization=\"TableData\" | VOTABLE_TABLEDATA | application/x-votable+xml ; Serialization=\"TableData\"",
                "csv | CSV | text/csv;header=present;charset=UTF-8",
                "text/csv | CSV | text/csv;header=present;charset=UTF-8",
                "text/csv;header=present;charset=utf-8 | CSV | text/csv;header=present;charset=utf-8",
                "tsv | TSV | text/tab-separated-values;charset=UTF-8",
                "json | JSON | application/json",
                "text | TEXT | text/plain;charset=UTF-8",
                "application/fits | FITS | application/fits",
                "ecsv | ECSV | application/x-ecsv;charset=UTF-8",
                "text/x-ecsv | ECSV | text/x-ecsv;charset=UTF-8",
                "Parquet | PARQUET | application/vnd.apache.parquet",
                "application/x-parquet | PARQUET | application/x-parquet",
                "html | HTML | text/html;charset=UTF-8",
                "text/html;charset=utf-8 | HTML | text/html;charset=utf-8"
            })
    void knowsMediaTypesAndShortNames(String asked, TableFormat format, String contentType) {
        ResponseFormat settled = ResponseFormat.negotiate(Optional.of(asked), Optional.of("application/json"));
        assertEquals(format, settled.format());
        assertEquals(contentType, settled.contentType());
    }

    @Test
    void readsTheVersionOfVotable() {
        ResponseFormat asked =
                ResponseFormat.negotiate(Optional.of("application/x-votable+xml;version=1.5"), Optional.empty());
        assertEquals(ResponseFormat.VotableVersion.V1_5, asked.version());
        assertEquals(
                ResponseFormat.VotableVersion.V1_4, ResponseFormat.votable().version());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pdf",
                "text/html;level=1",
                "application/vnd.apache.parquet;charset=utf-8",
                "application/x-votable+xml;serialization=FITS",
                "application/x-votable+xml;version=1.1",
                "text/csv;header=maybe",
                "text/csv;charset=latin1",
                "text/plain;colour=red",
                "nonsense/",
                "a/b;c=\"d"
            })
    void refusesWhatItDoesNotKnowAndSaysWhatItDoes(String asked) {
        UsageFault fault =
                assertThrows(UsageFault.class, () -> ResponseFormat.negotiate(Optional.of(asked), Optional.empty()));
        assertTrue(fault.message().startsWith("RESPONSEFORMAT"));
        assertTrue(fault.message().matches(".*(votable|may be|has no parameter).*"), fault.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | VOTABLE_BINARY2",
                "text/html,application/xhtml+xml,*/*;q=0.8 | VOTABLE_BINARY2",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | VOTABLE_BINARY2",
                "text/html, text/csv;q=0.5, application/json;q=0.9 | JSON",
                "application/json;q=0 | VOTABLE_BINARY2",
                "image/png | VOTABLE_BINARY2",
                "text/* | TEXT",
                "text/csv;header=absent;q=0.3 | CSV",
                "text/xml;q=x, application/fits | FITS"
            })
    void fallsBackToAccept(String accept, TableFormat format) {
        assertEquals(
                format,
                ResponseFormat.negotiate(Optional.empty(), Optional.of(accept)).format());
    }

    @Test
    void errorsComeInTheAskedFormatWhereItCanCarryThem() {
        UsageFault fault = new UsageFault("no column 'x' <here>");
        ErrorDocument csv = ErrorDocument.of(fault, ResponseFormat.of(TableFormat.CSV), List.of());
        assertEquals("application/x-votable+xml", csv.contentType());
        String xml = new String(csv.body(), StandardCharsets.UTF_8);
        assertTrue(
                xml.contains(
                        "<RESOURCE type=\"results\">\n<INFO name=\"QUERY_STATUS\" value=\"ERROR\">no column 'x' &lt;here&gt;</INFO>"));
        assertFalse(xml.contains("<TABLE"));
        ErrorDocument json = ErrorDocument.of(fault, ResponseFormat.of(TableFormat.JSON), List.of());
        assertEquals("application/json", json.contentType());
        assertEquals(
                "{\"info\":[],\n\"status\":\"ERROR\",\"fault\":\"UsageFault\",\"message\":\"no column 'x' <here>\"}\n",
                new String(json.body(), StandardCharsets.UTF_8));
        ErrorDocument text = ErrorDocument.of(fault, ResponseFormat.of(TableFormat.TEXT), List.of());
        assertEquals("ERROR: no column 'x' <here>\n", new String(text.body(), StandardCharsets.UTF_8));
    }
}
