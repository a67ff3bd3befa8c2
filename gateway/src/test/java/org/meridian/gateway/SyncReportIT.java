// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.gateway.People.Person;

/** What has changed in a collection since a client last asked (RFC 6578). */
@Timeout(120)
class SyncReportIT extends DavTesting {

    private static final String NONE = "";

    private HttpResponse<String> report(Person who, String path, String token, String more, String... headers)
            throws Exception {
        String body = "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>" + token
                + "</D:sync-token><D:sync-level>1</D:sync-level>" + more
                + "<D:prop><D:getetag/></D:prop></D:sync-collection>";
        return send(who, "REPORT", path, body, headers);
    }

    private HttpResponse<String> changes(String path, String token, String more) throws Exception {
        HttpResponse<String> answer = report(ann, path, token, more);
        assertEquals(207, answer.statusCode(), answer.body());
        return answer;
    }

    private static String token(HttpResponse<String> answer, String name) throws Exception {
        List<String> tokens = texts(answer, name);
        assertEquals(1, tokens.size(), answer.body());
        return tokens.getFirst();
    }

    private static String syncToken(HttpResponse<String> answer) throws Exception {
        return token(answer, "sync-token");
    }

    private void folder(String path) throws Exception {
        assertEquals(201, status(ann, "MKCOL", path));
    }

    private static void refused(int status, String condition, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("<D:" + condition + "/>"), answer.body());
    }

    @Test
    void tellsWhatCameChangedAndWent() throws Exception {
        String folder = "/dav/home/ann/sync";
        folder(folder);
        for (String name : List.of("a", "b", "c", "d")) {
            put(folder + "/" + name, name);
        }
        folder(folder + "/sub");
        HttpResponse<String> all = changes(folder + "/", NONE, "");
        assertEquals(
                List.of(folder + "/a", folder + "/b", folder + "/c", folder + "/d", folder + "/sub/"),
                texts(all, "href"));
        assertEquals(
                4, texts(all, "getetag").stream().filter(tag -> !tag.isEmpty()).count());
        String first = syncToken(all);
        HttpResponse<String> nothing = changes(folder, first, "");
        assertEquals(List.of(), texts(nothing, "href"));
        assertEquals(first, syncToken(nothing));

        put(folder + "/b", "other");
        // As programs in datalabs do it.
        Files.delete(home.resolve("ann/sync/a"));
        Files.writeString(home.resolve("ann/sync/c"), "made longer");
        Files.writeString(home.resolve("ann/sync/é"), "new");
        assertEquals(204, status(ann, "DELETE", folder + "/sub"));
        HttpResponse<String> answer = changes(folder, first, "");
        assertEquals(
                List.of(folder + "/a", folder + "/b", folder + "/c", folder + "/sub/", folder + "/%C3%A9"),
                texts(answer, "href"));
        assertEquals(2, answer.body().split("<D:status>HTTP/1.1 404 Not Found</D:status></D:response>", -1).length - 1);
        String second = syncToken(answer);
        assertNotEquals(first, second);
        // An earlier token is still of use, to another program of hers.
        assertEquals(5, texts(changes(folder, first, ""), "href").size());
        assertEquals(List.of(), texts(changes(folder, second, ""), "href"));
        assertEquals(207, patch(ann, folder + "/d", set("<o:x>said</o:x>")).statusCode());
        assertEquals(List.of(folder + "/d"), texts(changes(folder, second, ""), "href"));
    }

    @Test
    void tellsSoManyAtATimeAsAreWanted() throws Exception {
        String folder = "/dav/home/ann/many";
        folder(folder);
        for (int i = 0; i < 5; i++) {
            put(folder + "/" + i, "x");
        }
        String limit = "<D:limit><D:nresults>2</D:nresults></D:limit>";
        HttpResponse<String> part = changes(folder, NONE, limit);
        assertEquals(List.of(folder + "/0", folder + "/1", folder + "/"), texts(part, "href"));
        assertTrue(part.body().contains("507 Insufficient Storage"), part.body());
        assertTrue(part.body().contains("<D:number-of-matches-within-limits/>"), part.body());
        Files.delete(home.resolve("ann/many/0"));
        part = changes(folder, syncToken(part), limit);
        assertEquals(List.of(folder + "/0", folder + "/2", folder + "/"), texts(part, "href"));
        part = changes(folder, syncToken(part), limit);
        assertEquals(List.of(folder + "/3", folder + "/4"), texts(part, "href"));
        assertEquals(List.of(), texts(changes(folder, syncToken(part), limit), "href"));
    }

    @Test
    void collectionsHaveATokenAndSayThatTheyDo() throws Exception {
        String folder = "/dav/home/ann/token";
        folder(folder);
        put(folder + "/f", "f");
        String wanted = "<D:prop><D:sync-token/><D:supported-report-set/></D:prop>";
        HttpResponse<String> found = find(ann, folder, 0, wanted);
        assertTrue(found.body().contains("<D:report><D:sync-collection/></D:report>"), found.body());
        String token = token(found, "sync-token");
        assertEquals(List.of(), texts(changes(folder, token, ""), "href"));
        assertEquals(List.of(), texts(find(ann, folder, 0, "<D:allprop/>"), "sync-token"));
        assertTrue(find(ann, folder + "/f", 0, wanted).body().contains("404 Not Found"));
        String allowed =
                send(ann, "OPTIONS", folder, "").headers().firstValue("Allow").orElse("");
        assertTrue(allowed.contains("REPORT"), allowed);
    }

    @Test
    void tokensAreOfNoUseElsewhere() throws Exception {
        String folder = "/dav/home/ann/mine";
        folder(folder);
        folder("/dav/home/ann/other");
        put(folder + "/f", "f");
        String token = syncToken(changes(folder, NONE, ""));
        refused(403, "valid-sync-token", report(ann, "/dav/home/ann/other", token, ""));
        refused(403, "valid-sync-token", report(ann, folder, "urn:x-meridian:sync:0", ""));
        assertEquals(403, report(bob, folder, token, "").statusCode());
        assertEquals(401, report(people.anonymous(), folder, token, "").statusCode());
        put("/dav/pub/ann/f", "f");
        String hers = syncToken(changes("/dav/pub/ann", NONE, ""));
        refused(403, "valid-sync-token", report(bob, "/dav/pub/ann", hers, ""));
    }

    @Test
    void saysWhatItDoesNotDo() throws Exception {
        String folder = "/dav/home/ann/no";
        folder(folder);
        put(folder + "/f", "f");
        refused(403, "supported-report", report(ann, folder + "/f", NONE, ""));
        assertEquals(400, report(ann, folder, NONE, "", "Depth", "1").statusCode());
        assertEquals(
                400,
                report(ann, folder, NONE, "<D:limit><D:nresults>0</D:nresults></D:limit>")
                        .statusCode());
        assertEquals(400, send(ann, "REPORT", folder, "").statusCode());
        assertEquals(
                400,
                send(ann, "REPORT", folder, "<D:expand-property xmlns:D=\"DAV:\"/>")
                        .statusCode());
        String infinite = "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token/><D:sync-level>infinite</D:sync-level>"
                + "<D:prop/></D:sync-collection>";
        refused(403, "sync-traversal-supported", send(ann, "REPORT", folder, infinite));
        assertEquals(404, report(ann, folder + "/none", NONE, "").statusCode());
    }
}
