// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.tap.schema.AccessRule.Owner;
import org.meridian.tap.schema.AccessRule.Restricted;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Names of groups in rules that are given on the command line. */
class AccessOptionsTest {

    @Command
    static final class Holder {
        @Mixin
        private AccessOptions access = new AccessOptions();
    }

    private static Restricted rule(String... options) {
        Holder holder = new Holder();
        CommandLine command = new CommandLine(holder);
        command.parseArgs(options);
        return holder.access.rule(command).orElseThrow();
    }

    @Test
    void takesEveryKindOfGroup() {
        assertEquals(
                Set.of("gaia", "ada~pleiades", "iam.gaia/dr4", "Kepler-2"),
                rule("--readers", "gaia,ada~pleiades", "--readers", "iam.gaia/dr4, Kepler-2")
                        .readers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ivo://Example.ORG/Gms?Pleiades         | ivo://example.org/gms?Pleiades
            IVO://example.org/gms?pleiades         | ivo://example.org/gms?pleiades
            ivo://example.org/gms?dr3\\,dr4        | ivo://example.org/gms?dr3,dr4
            ivo://example.org/a/B?x~y.z_1          | ivo://example.org/a/b?x~y.z_1
            """)
    void knowsIdentifiersAsTheGatewayDoes(String given, String known) {
        assertEquals(Set.of(known), rule("--readers", given).readers());
        assertEquals(
                Optional.of(new Owner.Group(known)),
                rule("--owner-group", "=" + known.replaceFirst("^ivo://example", "ivo://EXAMPLE"))
                        .rows()
                        .orElseThrow()
                        .owner());
    }

    @Test
    void takesSeveralIdentifiersAtOnce() {
        assertEquals(
                Set.of("team_a", "ivo://example.org/gms?a", "ivo://example.org/gms?b,c"),
                rule("--readers", "team_a,ivo://example.org/gms?a,ivo://Example.org/gms?b\\,c")
                        .readers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ivo://example.org/gms?dr3,dr4 | does the comma belong to 'ivo://example.org/gms?dr3'? Write \\, for
            ivo://example.org/gms         | is not the identifier of a group: that is ivo://AUTHORITY/PATH?GROUP
            ivo://example.org/gms?a b     | is not the identifier of a group
            ivo://example.org/gms?a%2Cb   | is not the identifier of a group
            ivo:example.org?a             | is not the identifier of a group
            https://example.org/gms?a     | cannot be the name of a group
            gaia,                         | '' cannot be the name of a group
            gaia;DROP                     | cannot be the name of a group
            Ada~pleiades                  | cannot be the name of a group
            """)
    void refusesWhatNoGroupIsCalled(String given, String words) {
        CommandLine.ParameterException refused =
                assertThrows(CommandLine.ParameterException.class, () -> rule("--readers", given));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void refusesAnOwnerThatNoGroupIsCalled() {
        assertThrows(CommandLine.ParameterException.class, () -> rule("--owner-group", "=ivo://example.org/gms"));
        assertThrows(CommandLine.ParameterException.class, () -> rule("--owner-group", "="));
    }
}
