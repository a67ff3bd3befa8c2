// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.identity.Secret;

/** The check of the logs finds what it looks for. */
class LogSecretsTest {

    private final LogSecrets secrets = new LogSecrets(List.of("my own & only", "00c0ffee-code"));

    @Test
    void findsWhateverTheGatewayMakes() {
        for (Secret secret : List.of(
                Secret.token(),
                Secret.datalab(),
                Secret.cookie(),
                Secret.invitation(),
                Secret.request(),
                Secret.password())) {
            assertTrue(
                    secrets.isIn("GET /x/" + secret.text() + " 200"),
                    secret.text().substring(0, 4));
            assertFalse(secrets.isIn("GET /x/" + Secret.redacted(secret.text()) + " 200"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln",
                "password my own & only was wrong",
                "POST /auth/login?password=my+own+%26+only",
                "POST /auth/login?password=my%20own%20%26%20only",
                "?code=00c0ffee-code&state=x",
                "row ($argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA)",
                "GET /auth/invitations/mri%5FAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void findsWhatOthersMake(String line) {
        assertTrue(secrets.isIn(line));
    }

    @Test
    void takesNoOtherLineForOne() {
        assertFalse(secrets.isIn("12:00:01 INFO  access GET /auth/invitations/mri_... 200 3 ms 40 B"));
        assertFalse(secrets.isIn("token 17 of ada was revoked"));
    }

    @Test
    void saysWhereAndOfAReportLooksAtWhatWasPrinted(@TempDir Path folder) throws Exception {
        String token = Secret.token().text();
        Path log = Files.writeString(folder.resolve("a.log"), "nothing\nleaks " + token + "\n");
        assertEquals(List.of(log + ":2"), secrets.in(log));
        Path report = Files.writeString(
                folder.resolve("TEST-a.xml"),
                "<testcase name=\"" + token + "\">\n<system-err><![CDATA[x " + token + "\n]]></system-err>\n<failure>"
                        + token + "</failure>\n");
        assertEquals(List.of(report + ":2"), secrets.in(report));
    }
}
