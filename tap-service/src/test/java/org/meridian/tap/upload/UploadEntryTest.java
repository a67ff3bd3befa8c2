// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.tap.upload.UploadEntry.Part;
import org.meridian.tap.upload.UploadEntry.Url;
import org.meridian.tap.upload.UploadEntry.UserFile;

class UploadEntryTest {

    @Test
    void readsSeveralTablesOfSeveralValues() {
        assertEquals(
                List.of(
                        new UploadEntry("t1", new Part("a b")),
                        new UploadEntry("Two \"x\"", new Url("https://example.org/x?a=1,2;b")),
                        new UploadEntry("t3", new Part("p"))),
                UploadEntry.of(
                        List.of(" T1 , param:a b;\"Two \"\"x\"\"\",https://example.org/x?a=1,2;b", "", "t3,PARAM:p;")));
    }

    @Test
    void leavesSemicolonsToAUrl() {
        assertEquals(
                List.of(new UploadEntry("t", new Url("http://h/a;jsessionid=1?b;c"))),
                UploadEntry.of(List.of("t,http://h/a;jsessionid=1?b;c")));
    }

    @Test
    void readsFilesOfUsersByAsciiLettersAlone() {
        assertEquals(
                List.of(
                        new UploadEntry("a", new UserFile("vos:/x")),
                        new UploadEntry("b", new UserFile("VoS://h~v/x"))),
                UploadEntry.of(List.of("a,vos:/x", "b, VoS://h~v/x")));
        assertEquals(List.of(new UploadEntry("t", new Url("vo\u017f:/x"))), UploadEntry.of(List.of("t,vo\u017f:/x")));
        assertTrue(Uploads.nameUserFiles(List.of("a,param:x;b,VOS:/x")));
        assertFalse(Uploads.nameUserFiles(List.of("a,param:x", "t,vo\u017f:/x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t|write UPLOAD=name",
                "t,|write UPLOAD=name",
                ",param:x|cannot be the name",
                "a b,param:x|cannot be the name",
                "tap_upload.a,param:x|cannot be the name",
                "1a,param:x|cannot be the name",
                "\u00e4,param:x|cannot be the name",
                "Table,param:x|reserved word Table",
                "\"\",param:x|cannot be the name",
                "a,param:x;A,param:y|two tables a",
                "a,param:x;\"a\",param:y|two tables a",
            })
    void refusesWhatIsWrong(String value, String message) {
        UsageFault fault = assertThrows(UsageFault.class, () -> UploadEntry.of(List.of(value)));
        assertTrue(fault.message().contains(message), fault.message());
    }

    @Test
    void refusesNamesThatDoNotFit() {
        UploadEntry.of(List.of("a".repeat(52) + ",param:x"));
        assertThrows(UsageFault.class, () -> UploadEntry.of(List.of("a".repeat(53) + ",param:x")));
        assertThrows(UsageFault.class, () -> UploadEntry.of(List.of("\"a\0b\",param:x")));
        for (String part : List.of("x", "\"\"", ";")) {
            String name = '"' + part.repeat(100_000) + '"';
            assertThrows(UsageFault.class, () -> UploadEntry.of(List.of(name + ",param:x")));
        }
        String many = "t,param:x;\"" + "\"\"".repeat(100_000) + "\",param:y";
        assertEquals(1, UploadEntry.of(List.of(many)).size());
    }
}
