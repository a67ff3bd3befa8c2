// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Account;

class ProviderAccountsTest {

    private static OpenIdProvider provider(String issuer, Optional<OpenIdProvider.Api> api) {
        return new OpenIdProvider(
                "iam",
                "IAM",
                URI.create(issuer),
                new OpenIdProvider.Client("meridian", Optional.empty(), List.of("openid")),
                new OpenIdProvider.Claims("preferred_username", Optional.of("groups"), "iam."),
                api,
                OpenIdProvider.Admission.AT_ONCE);
    }

    @ParameterizedTest
    @CsvSource({
        "ada, ada",
        "Ada.Lovelace@example.org, ada.lovelace",
        "0000-0002-1825-0097, user",
        "9ada, ada",
        "'ada''; --', ada",
        "Zoë, zo",
        "§, user",
        "abcdefghijklmnopqrstuvwxyz, abcdefghijklmnopqrstuv"
    })
    void makesNamesOfClaims(String claim, String stem) {
        assertEquals(stem, ProviderAccounts.stem(claim));
        ProviderAccounts.names(stem, "a-long-provider-name").forEach(name -> assertTrue(Account.isName(name), name));
    }

    @Test
    void leavesTheFirstAdministratorsNameAlone() {
        assertFalse(ProviderAccounts.names("admin", "iam").anyMatch("admin"::equals));
        assertEquals(
                List.of("ada", "ada-iam", "ada-2"),
                ProviderAccounts.names("ada", "iam").limit(3).toList());
    }

    @Test
    void takesGroupsOverThatAreNamesAndMendsNone() {
        OpenIdProvider iam = provider("https://iam.example.org/", Optional.empty());
        Map<String, Object> claims = Map.of(
                "groups", List.of("gaia", "/a/b", "a.b", "urn:mace:x", "with space", "", "//x", 7, "x".repeat(200)));
        assertEquals(
                Optional.of(Set.of("iam.gaia", "iam.a/b", "iam.a.b", "iam./x")), ProviderAccounts.groups(iam, claims));
        assertEquals(Optional.empty(), ProviderAccounts.groups(iam, Map.of()));
        assertEquals(Optional.of(Set.of("iam.one")), ProviderAccounts.groups(iam, Map.of("groups", "one")));
    }

    @ParameterizedTest
    @CsvSource({
        "http://iam.example.org/",
        "ftp://iam.example.org/",
        "https://iam.example.org/?a=b",
        "https://iam.example.org/#x",
        "http://127.0.0.1.example.org/",
        "https:///x"
    })
    void wantsIssuersWithHttps(String issuer) {
        assertThrows(IllegalArgumentException.class, () -> provider(issuer, Optional.empty()));
        assertEquals(
                "iam",
                provider("http://localhost:8080/realms/x", Optional.empty()).id());
    }

    @Test
    void takesNoAccessTokensThatCouldBeIdTokens() {
        Optional<OpenIdProvider.Api> api = Optional.of(new OpenIdProvider.Api("meridian", ""));
        assertThrows(IllegalArgumentException.class, () -> provider("https://iam.example.org/", api));
    }
}
