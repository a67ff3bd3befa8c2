// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.Rights.Action;

class RightsTest {

    private static final Map<String, Subject> PEOPLE = Map.of(
            "nobody", Subject.ANONYMOUS,
            "ann", person("ann", "gaia"),
            "bob", person("bob", "ann~stars"),
            "eve", person("eve"));

    private static Subject person(String name, String... groups) {
        return new Subject(Optional.of(name), Set.of(groups), Scope.USE, Subject.Credential.LOGIN);
    }

    private static OwnRights said(Optional<Boolean> open, String readers, String writers, boolean locked) {
        return new OwnRights(Optional.empty(), open, groups(readers), groups(writers), locked);
    }

    private static Optional<Set<String>> groups(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(text.isEmpty() ? Set.of() : Set.of(text.split(" ")));
    }

    private static Rights rights(String path, Map<String, OwnRights> said) {
        NodePath node = NodePath.of(path);
        List<OwnRights> chain = new ArrayList<>();
        for (int i = 0; i <= node.names().size(); i++) {
            chain.add(said.getOrDefault(node.first(i).toString(), OwnRights.NONE));
        }
        return Rights.of(node, chain);
    }

    /** What somebody may do: r, w and s. */
    private static String may(Rights rights, String who) {
        StringBuilder may = new StringBuilder();
        for (Action action : Action.values()) {
            Decision decision = rights.decide(PEOPLE.get(who), action);
            may.append(
                    decision.isAllowed()
                            ? action.name().toLowerCase(java.util.Locale.ROOT).charAt(0)
                            : '-');
        }
        return may.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "/, r--, r--, r--, r--",
        "/home, r--, r--, r--, r--",
        "/team, r--, r--, r--, r--",
        "/pub, r--, r--, r--, r--",
        "/home/ann, ---, rws, ---, ---",
        "/home/ann/a/b, ---, rws, ---, ---",
        "/team/gaia, ---, rws, ---, ---",
        "/team/ann~stars/x, ---, ---, rws, ---",
        "/pub/ann, r--, rws, r--, r--",
        "/pub/ann/x, r--, rws, r--, r--",
        "/home/nobody, ---, ---, ---, ---",
        "/other, ---, ---, ---, ---",
        "/other/ann, ---, ---, ---, ---"
    })
    void aPlaceHasItsPeople(String path, String nobody, String ann, String bob, String eve) {
        Rights rights = rights(path, Map.of());
        assertEquals(nobody, may(rights, "nobody"), "nobody");
        assertEquals(ann, may(rights, "ann"), "ann");
        assertEquals(bob, may(rights, "bob"), "bob");
        assertEquals(eve, may(rights, "eve"), "eve");
    }

    @Test
    void theNearestWordCounts() {
        Map<String, OwnRights> said = Map.of(
                "/home/ann/data", said(Optional.of(true), "ann~stars", "-", false),
                "/home/ann/data/mine", said(Optional.of(false), "", "-", false),
                "/home/ann/data/both", said(Optional.empty(), "-", "ann~stars", false));
        assertEquals("r--", may(rights("/home/ann/data/x/y", said), "bob"));
        assertEquals("r--", may(rights("/home/ann/data/x/y", said), "nobody"));
        assertEquals("---", may(rights("/home/ann/data/mine/x", said), "bob"));
        assertEquals("rw-", may(rights("/home/ann/data/both/x", said), "bob"));
        assertEquals("rws", may(rights("/home/ann/data/mine/x", said), "ann"));
        assertEquals("---", may(rights("/home/ann", said), "bob"));
    }

    @Test
    void toHaveMadeSomethingGivesNoRightToIt() {
        Map<String, OwnRights> said = Map.of(
                "/home/ann/in", said(Optional.empty(), "-", "ann~stars", false),
                "/home/ann/in/x", OwnRights.NONE.ownedBy("eve"));
        Rights rights = rights("/home/ann/in/x", said);
        assertEquals("rws", may(rights, "ann"));
        assertEquals("rw-", may(rights, "bob"));
        assertEquals("---", may(rights, "eve"));
        assertEquals(Optional.of("eve"), rights.creator());
        assertEquals(Optional.of("ann"), rights("/home/ann/in", said).creator());
    }

    @Test
    void aTokenIsGoodForWhatItWasMadeFor() {
        Subject reading = new Subject(
                Optional.of("ann"), Set.of(), Set.of(Scope.VOSPACE_READ), Subject.Credential.PERSONAL_TOKEN);
        Rights rights = rights("/home/ann/x", Map.of());
        assertEquals(Decision.ALLOWED, rights.decide(reading, Action.READ));
        assertEquals(
                new Decision.Refused("the token is not good for changing files: it lacks the scope 'vospace:write';"
                        + " make one that has it at /auth/tokens"),
                rights.decide(reading, Action.WRITE));
        assertFalse(rights.decide(reading, Action.SHARE).isAllowed());
    }

    @Test
    void nobodyChangesWhatIsLocked() {
        Map<String, OwnRights> said = Map.of("/home/ann/kept", said(Optional.empty(), "-", "-", true));
        assertEquals("r-s", may(rights("/home/ann/kept/x", said), "ann"));
        Decision refused = rights("/home/ann/kept/x", said).decide(PEOPLE.get("ann"), Action.WRITE);
        assertEquals(new Decision.Refused("/home/ann/kept/x cannot be changed: /home/ann/kept is locked"), refused);
    }

    @Test
    void saysWhichNodeGivesWhatToWhom() {
        Map<String, OwnRights> said = Map.of(
                "/home/ann", said(Optional.of(true), "-", "-", false),
                "/home/ann/data", said(Optional.empty(), "gaia ann~stars", "ops", false),
                "/home/ann/data/x", said(Optional.empty(), "-", "-", true));
        assertEquals(
                List.of(
                        "owned by ann, as /home/ann is",
                        "writable by ops, as /home/ann/data says",
                        "readable by ann~stars, as /home/ann/data says",
                        "readable by gaia, as /home/ann/data says",
                        "readable by everybody, as /home/ann says",
                        "not to be changed by anybody: /home/ann/data/x is locked"),
                rights("/home/ann/data/x/y", said).explained());
        assertEquals(
                List.of("owned by everybody in gaia, as /team/gaia is"),
                rights("/team/gaia/x", Map.of()).explained());
    }

    @Test
    void aLockIsTheReasonForThoseAloneWhoMightChangeItOtherwise() {
        Rights rights = rights("/pub/ann/kept", Map.of("/pub/ann/kept", said(Optional.empty(), "-", "-", true)));
        assertEquals(true, rights.isLockedAlone(PEOPLE.get("ann")));
        assertFalse(rights.isLockedAlone(PEOPLE.get("bob")));
        assertFalse(rights.isLockedAlone(PEOPLE.get("nobody")));
    }

    @Test
    void saysWhy() {
        Map<String, OwnRights> said = Map.of("/home/ann/data", said(Optional.empty(), "ann~stars", "-", false));
        Rights rights = rights("/home/ann/data/x", said);
        assertEquals(
                Optional.of("readable by ann~stars, as /home/ann/data says"),
                rights.why(PEOPLE.get("bob"), Action.READ));
        assertEquals(Optional.of("yours, as /home/ann is"), rights.why(PEOPLE.get("ann"), Action.SHARE));
        assertEquals(Optional.empty(), rights.why(PEOPLE.get("eve"), Action.READ));
        assertEquals(
                new Decision.Refused("/home/ann/data/x is not there, or not for you: you are eve, in no group"),
                rights.decide(PEOPLE.get("eve"), Action.READ));
        assertEquals(
                new Decision.Refused("changing /home/ann/data/x needs ann; you are bob, in ann~stars"),
                rights.decide(PEOPLE.get("bob"), Action.WRITE));
        assertEquals(
                new Decision.Refused("changing /home needs an administrator; you are not signed in"),
                rights("/home", said).decide(PEOPLE.get("nobody"), Action.WRITE));
        assertEquals(
                Optional.of("of ann~stars, in which you are"),
                rights("/team/ann~stars/x", said).why(PEOPLE.get("bob"), Action.WRITE));
    }
}
