// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Team.Role;
import org.meridian.core.auth.identity.Secret;

class TeamTest {

    @ParameterizedTest
    @ValueSource(strings = {"pleiades", "M45", "deep.field_2-x"})
    void takesNamesOfGmsGroups(String name) {
        assertTrue(Team.isOwnName(name));
        assertTrue(Team.name("ada", name).matches("[A-Za-z0-9,._~-]+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1st",
                "grace~pleiades",
                "a b",
                "a/b",
                "a?b",
                "a'b",
                "pl\u00e9iades",
                "a\nb",
                "a\u0000b",
                "abcdefghijklmnopqrstuvwxyzabcdefgh"
            })
    void refusesOtherNames(String name) {
        assertFalse(Team.isOwnName(name));
    }

    @Test
    void isNeverCalledLikeAGroupOfTheOperators() {
        assertFalse(Account.isGroup(Team.name("ada", "pleiades")));
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER, OWNER, true", "OWNER, ADMIN, true", "OWNER, MEMBER, true",
        "ADMIN, OWNER, false", "ADMIN, ADMIN, false", "ADMIN, MEMBER, true",
        "MEMBER, OWNER, false", "MEMBER, ADMIN, false", "MEMBER, MEMBER, false"
    })
    void letsRolesPutOutThoseBelowThem(Role who, Role whom, boolean may) {
        assertEquals(may, who.putsOut(whom));
    }

    @ParameterizedTest
    @CsvSource({"OWNER, true, true", "ADMIN, true, false", "MEMBER, false, false"})
    void letsOwnersRuleAndAdminsInvite(Role role, boolean invites, boolean rules) {
        assertEquals(invites, role.invites());
        assertEquals(rules, role.rules());
    }

    @Test
    void readsRolesAsTheyAreWritten() {
        assertEquals(Optional.of(Role.OWNER), Role.parse("owner"));
        assertEquals(Optional.empty(), Role.parse("OWNER"));
        assertEquals(Optional.empty(), Role.parse("root"));
    }

    @Test
    void leavesNothingOfSecretsInLogs() {
        Secret secret = Secret.invitation();
        assertEquals(
                "GET /auth/invitations/mri_... 404",
                Secret.redacted("GET /auth/invitations/" + secret.text() + " 404"));
        assertEquals("/x/mri%5F...", Secret.redacted("/x/mri%5F" + secret.text().substring(4)));
        assertEquals("/tap/sync", Secret.redacted("/tap/sync"));
    }
}
