// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks and conditions of WebDAV, and that they hold for VOSpace, too. */
@Timeout(120)
class DavLocksIT extends DavTesting {

    @Test
    void aLockBindsEveryDoor() throws Exception {
        put("/dav/home/ann/locked", "l");
        HttpResponse<String> granted =
                lock(ann, "/dav/home/ann/locked", "exclusive", "Depth", "0", "Timeout", "Infinite, Second-4100000000");
        assertEquals(200, granted.statusCode(), granted.body());
        String token = token(granted);
        String timeout = texts(granted, "timeout").getFirst();
        assertTrue(timeout.matches("Second-(3600|35[0-9][0-9])"), timeout);
        assertEquals(List.of("/dav/home/ann/locked"), texts(granted, "lockroot"));
        assertEquals(List.of("Ann & co"), texts(granted, "owner"));
        assertEquals(List.of("co"), texts(xml(granted), "urn:x", "a"));
        HttpResponse<String> seen = find(ann, "/dav/home/ann/locked", 0, "<D:prop><D:lockdiscovery/></D:prop>");
        assertEquals(List.of(token), texts(seen, "locktoken"));

        HttpResponse<String> refused = send(ann, "PUT", "/dav/home/ann/locked", "x");
        assertEquals(423, refused.statusCode());
        assertEquals(List.of("/dav/home/ann/locked"), texts(refused, "lock-token-submitted"));
        assertEquals(423, status(ann, "DELETE", "/dav/home/ann/locked"));
        assertEquals(423, patch(ann, "/dav/home/ann/locked", set("<o:a/>")).statusCode());
        assertEquals(423, status(ann, "MOVE", "/dav/home/ann/locked", "Destination", destination("/dav/home/ann/l2")));
        HttpResponse<String> byVospace = send(ann, "PUT", "/vospace/files/home/ann/locked", "x");
        assertEquals(423, byVospace.statusCode());
        assertTrue(byVospace.body().startsWith("NodeLocked "), byVospace.body());
        assertEquals(423, ann.delete("/vospace/nodes/home/ann/locked").statusCode());
        HttpResponse<String> again = lock(ann, "/dav/home/ann/locked", "exclusive");
        assertEquals(423, again.statusCode());
        assertEquals(List.of("/dav/home/ann/locked"), texts(again, "no-conflicting-lock"));

        assertEquals(
                204,
                send(ann, "PUT", "/dav/home/ann/locked", "y", "If", "(<" + token + ">)")
                        .statusCode());
        assertEquals(
                200,
                send(ann, "LOCK", "/dav/home/ann/locked", "", "If", "(<" + token + ">)", "Timeout", "Second-60")
                        .statusCode());
        assertEquals(
                412,
                send(ann, "LOCK", "/dav/home/ann/locked", "", "If", "(<urn:x>)").statusCode());
        assertEquals(400, send(ann, "LOCK", "/dav/home/ann/locked", "").statusCode());
        assertEquals(400, status(ann, "UNLOCK", "/dav/home/ann/locked"));
        assertEquals(409, status(ann, "UNLOCK", "/dav/home/ann/locked", "Lock-Token", "<urn:x>"));
        assertEquals(204, status(ann, "UNLOCK", "/dav/home/ann/locked", "Lock-Token", "<" + token + ">"));
        assertEquals(
                204, send(ann, "PUT", "/vospace/files/home/ann/locked", "z").statusCode());
    }

    @Test
    void aLockIsOfNoUseToAnotherAccount() throws Exception {
        String share =
                "<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" uri=\"vos://localhost~vospace/%s\">"
                        + "<vos:properties><vos:property uri=\"ivo://ivoa.net/vospace/core#groupwrite\">both</vos:property>"
                        + "</vos:properties></vos:node>";
        status(ann, "MKCOL", "/dav/home/ann/shared");
        people.administration().join("both", List.of("ann", "bob"));
        assertEquals(
                200,
                send(ann, "POST", "/vospace/nodes/home/ann/shared", String.format(share, "home/ann/shared"))
                        .statusCode());
        put("/dav/home/ann/shared/f", "f");
        String token = token(lock(ann, "/dav/home/ann/shared/f", "exclusive"));
        String condition = "(<" + token + ">)";
        assertEquals(423, send(bob, "PUT", "/dav/home/ann/shared/f", "x").statusCode());
        assertEquals(
                423,
                send(bob, "PUT", "/dav/home/ann/shared/f", "x", "If", condition).statusCode());
        assertEquals(
                412,
                send(bob, "LOCK", "/dav/home/ann/shared/f", "", "If", condition).statusCode());
        assertEquals(403, status(bob, "UNLOCK", "/dav/home/ann/shared/f", "Lock-Token", "<" + token + ">"));
        assertEquals(423, status(bob, "DELETE", "/dav/home/ann/shared/f", "If", condition));
        assertEquals("f", send(bob, "GET", "/dav/home/ann/shared/f", "").body());
        // Whose folder it is need not wait for others.
        status(ann, "UNLOCK", "/dav/home/ann/shared/f", "Lock-Token", "<" + token + ">");
        String bobs = token(lock(bob, "/dav/home/ann/shared/f", "exclusive"));
        assertEquals(423, send(ann, "PUT", "/dav/home/ann/shared/f", "x").statusCode());
        assertEquals(204, status(ann, "UNLOCK", "/dav/home/ann/shared/f", "Lock-Token", "<" + bobs + ">"));
    }

    @Test
    void aLockOfNothingMakesAnEmptyFile() throws Exception {
        HttpResponse<String> granted = lock(ann, "/dav/home/ann/nothing", "exclusive", "Depth", "0");
        assertEquals(201, granted.statusCode());
        assertEquals("", Files.readString(home.resolve("ann/nothing")));
        assertEquals(409, lock(ann, "/dav/home/ann/no/where", "exclusive").statusCode());
        assertEquals(
                400,
                lock(ann, "/dav/home/ann/nothing", "exclusive", "Depth", "1").statusCode());
        assertEquals(204, status(ann, "DELETE", "/dav/home/ann/nothing", "If", "(<" + token(granted) + ">)"));
        assertEquals(201, send(ann, "PUT", "/dav/home/ann/nothing", "n").statusCode());
    }

    @Test
    void conditionsSpeakOfLocksAndTags() throws Exception {
        String tag = put("/dav/home/ann/if", "1");
        assertEquals(
                412,
                send(ann, "PUT", "/dav/home/ann/if", "2", "If", "([\"x\"])").statusCode());
        assertEquals(
                412,
                send(ann, "PUT", "/dav/home/ann/if", "2", "If", "(<urn:x>)").statusCode());
        assertEquals(
                400, send(ann, "PUT", "/dav/home/ann/if", "2", "If", "urn:x").statusCode());
        assertEquals(
                412, send(ann, "GET", "/dav/home/ann/if", "", "If", "([\"x\"])").statusCode());
        String other = "<" + destination("/dav/home/ann/if") + "> ([" + tag + "])";
        assertEquals(
                201, send(ann, "PUT", "/dav/home/ann/if2", "2", "If", other).statusCode());
        assertEquals(
                412,
                send(bob, "PUT", "/dav/home/bob/if2", "2", "If", other).statusCode(),
                "tags of files that he may not read hold for nobody");
        assertEquals(
                204,
                send(ann, "PUT", "/dav/home/ann/if", "3", "If", "([" + tag + "])", "If-Match", "*")
                        .statusCode());
        assertEquals(
                412,
                send(ann, "PUT", "/dav/home/ann/if", "4", "If", "(Not <urn:x>)", "If-Match", tag)
                        .statusCode());
        assertEquals("3", send(ann, "GET", "/dav/home/ann/if", "").body());
    }
}
