// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.gateway.People.Person;

/** What has ended in teams does not come back by itself. */
@Timeout(60)
class TeamEndingsIT {

    private static RunningGateway server;
    private static People people;
    private static Person ada;
    private static Person grace;
    private static Person edwin;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "grace", "edwin");
        ada = people.signedIn("ada");
        grace = people.signedIn("grace");
        edwin = people.signedIn("edwin");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static String invite(Person who, String team) throws Exception {
        return json(201, who.post("/auth/teams/" + team + "/invitations", "uses", "5"))
                .get("url")
                .asText();
    }

    private static int uses(Person who, String team) throws Exception {
        return json(200, who.get("/auth/teams/" + team + "/invitations"))
                .at("/invitations/0/usesLeft")
                .asInt();
    }

    @Test
    void whoWasPutOutComesBackByANewInvitationOnly() throws Exception {
        json(201, ada.post("/auth/teams", "name", "orion", "description", ""));
        String before = invite(ada, "ada~orion");
        json(200, grace.post(before));
        json(200, edwin.post(before));
        int left = uses(ada, "ada~orion");
        assertEquals(204, ada.delete("/auth/teams/ada~orion/members/grace").statusCode());
        refused(403, "you left ada~orion, or were put out of it, after this invitation was made", grace.post(before));
        assertEquals(left, uses(ada, "ada~orion"), "nothing is used up");
        assertEquals(
                List.of("1"),
                server.sql("SELECT count(*) FROM meridian.audit WHERE action = 'REFUSED' AND account = 'grace'"
                        + " AND detail LIKE 'invitation % into ada~orion, which he left or was put out of'"));
        // Nor does it help to leave in time.
        assertEquals(204, edwin.delete("/auth/teams/ada~orion/members/edwin").statusCode());
        refused(403, "you left ada~orion", edwin.post(before));
        json(200, grace.post(invite(ada, "ada~orion")));
        assertEquals(204, ada.delete("/auth/teams/ada~orion").statusCode());
    }

    @Test
    void linksOfWhoMayInviteNoMoreAreGoneForGood() throws Exception {
        json(201, ada.post("/auth/teams", "name", "cetus", "description", ""));
        json(200, grace.post(invite(ada, "ada~cetus")));
        json(200, ada.post("/auth/teams/ada~cetus/members/grace", "role", "admin"));
        String link = invite(grace, "ada~cetus");
        json(200, ada.post("/auth/teams/ada~cetus/members/grace", "role", "member"));
        json(200, ada.post("/auth/teams/ada~cetus/members/grace", "role", "admin"));
        refused(404, "this invitation is not good", edwin.post(link));
        assertEquals(204, ada.delete("/auth/teams/ada~cetus").statusCode());
    }

    @Test
    void theNameOfADeletedTeamIsGivenToNoOther() throws Exception {
        json(201, ada.post("/auth/teams", "name", "lyra", "description", ""));
        json(200, grace.post(invite(ada, "ada~lyra")));
        json(200, ada.post("/auth/teams/ada~lyra/members/grace", "role", "owner"));
        assertEquals(204, grace.delete("/auth/teams/ada~lyra/members/ada").statusCode());
        assertEquals(204, grace.delete("/auth/teams/ada~lyra").statusCode());
        refused(400, "a name is used once", ada.post("/auth/teams", "name", "lyra", "description", ""));
        assertEquals(List.of(), server.sql("SELECT name FROM meridian.team WHERE name = 'ada~lyra'"));
    }
}
