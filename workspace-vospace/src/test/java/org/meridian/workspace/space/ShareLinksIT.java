// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.share.OpenShare;
import org.meridian.workspace.share.SharePasses;
import org.meridian.workspace.share.ShareWish;
import org.meridian.workspace.share.Shares;
import org.meridian.workspace.share.Shares.Actor;
import org.meridian.workspace.share.Shares.Issued;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.store.ShareRecord;
import org.meridian.workspace.store.ShareStore;

/** Links by which files are read without an account, without HTTP. */
@Timeout(120)
class ShareLinksIT extends SpaceTesting {

    private static final Optional<String> AWAY = Optional.of("192.0.2.7");

    private final Map<String, Subject> users = new HashMap<>(Map.of("ann", ANN, "bob", BOB));
    private final List<String> noted = new ArrayList<>();
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private Shares shares;

    @BeforeEach
    void make() throws IOException {
        shares = shares(Duration.ofDays(90));
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/d/a.txt", "abc");
        write(ANN, "/home/ann/other.txt", "hidden");
    }

    private Shares shares(Duration longest) {
        return new Shares(new Shares.Parts(
                new Sharing(parts),
                new ShareStore(database.database().owner()),
                name -> Optional.ofNullable(users.get(name))
                        .orElseThrow(() -> new AuthorizationFault("the account is closed")),
                (AuditEvent event) -> noted.add(event.action() + " " + event.detail()),
                longest,
                () -> now));
    }

    private static ShareWish wish(String path) {
        return new ShareWish(path(path), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    private Issued share(Subject who, String path) throws IOException {
        return shares.create(new Actor(who, AWAY), wish(path));
    }

    private OpenShare open(Issued issued) throws IOException {
        return shares.open(issued.secret(), AWAY);
    }

    private static String read(OpenShare open, String below) throws IOException {
        try (Bytes.Readable file = open.read(path(below))) {
            return new String(Channels.newInputStream(file.file().channel()).readAllBytes(), UTF_8);
        }
    }

    private void isDead(Issued issued) {
        NotFoundFault fault = assertThrows(NotFoundFault.class, () -> open(issued));
        assertTrue(fault.message().startsWith("this link is not good"), fault.message());
    }

    @Test
    void aLinkShowsOneNodeAndWhatIsInIt() throws Exception {
        Issued folder = share(ANN, "/home/ann/d");
        Issued file = share(ANN, "/home/ann/d/a.txt");

        assertEquals("abc", read(open(folder), "/a.txt"));
        assertEquals("abc", read(open(file), "/"));
        assertEquals("a.txt", open(file).name(NodePath.ROOT));
        assertEquals(
                List.of("a.txt"),
                open(folder).children(NodePath.ROOT, Page.first(10)).stream()
                        .map(child -> child.path().name())
                        .toList());
        assertEquals(folder.share().expires(), open(folder).share().expires());
        NotFoundFault fault = assertThrows(NotFoundFault.class, () -> read(open(folder), "/none"));
        assertEquals("there is no file /none in what this link shows", fault.message());
        assertThrows(NotFoundFault.class, () -> read(open(file), "/other.txt"));
        assertTrue(
                noted.contains("SHARE_CHANGED share " + folder.share().id() + " of /home/ann/d was made, good until "
                        + folder.share().expires()),
                noted.toString());
        assertFalse(noted.toString().contains(folder.secret().text()));
    }

    @Test
    void onlyWhoSaysWhoMayDoWhatMakesLinks() throws Exception {
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_WRITE, "ann~stars"));

        refused(Name.PermissionDenied, "sharing /home/ann/d needs ann", () -> share(BOB, "/home/ann/d"));
        refused(Name.PermissionDenied, "not there, or not for you", () -> share(BOB, "/home/ann/other.txt"));
        refused(Name.PermissionDenied, "", () -> share(Subject.ANONYMOUS, "/pub/ann"));
        Subject reader =
                new Subject(ANN.name(), ANN.groups(), Set.of(Scope.VOSPACE_READ), Subject.Credential.PERSONAL_TOKEN);
        refused(Name.PermissionDenied, "vospace:write", () -> share(reader, "/home/ann/d"));
        refused(Name.NodeNotFound, "there is no /home/ann/none", () -> share(ANN, "/home/ann/none"));
        refused(Name.PermissionDenied, "", () -> share(ANN, "/home"));
        refused(
                Name.PermissionDenied,
                "switched them off",
                () -> shares(Duration.ZERO).create(new Actor(ANN, AWAY), wish("/home/ann/d")));
    }

    @Test
    void linksAndSymbolicLinksAreNeitherSharedNorShown() throws Exception {
        space.create(
                ANN,
                path("/home/ann/d/node"),
                new NodeTemplate(Optional.of(NodeType.LinkNode), Map.of(), Optional.of("vos://example.org~vospace/x")));
        Files.createSymbolicLink(file("/home/ann/d/symbolic"), file("/home/ann/other.txt"));
        Files.createSymbolicLink(file("/home/ann/d/up"), file("/home/ann"));
        Issued folder = share(ANN, "/home/ann/d");

        for (String link : List.of("node", "symbolic", "up")) {
            refused(Name.LinkFound, "share what it points to", () -> share(ANN, "/home/ann/d/" + link));
            assertThrows(NotFoundFault.class, () -> open(folder).node(path("/" + link)));
            assertThrows(NotFoundFault.class, () -> read(open(folder), "/" + link));
        }
        assertThrows(NotFoundFault.class, () -> read(open(folder), "/up/other.txt"));
        List<String> packed = new ArrayList<>();
        open(folder).readAll(NodePath.ROOT, new TreeReader() {
            @Override
            public void container(NodePath path, Instant modified) {
                packed.add(path.name());
            }

            @Override
            public void file(NodePath path, Directory.OpenFile file) {
                packed.add(path.name());
            }

            @Override
            public void link(NodePath path, String target) {
                packed.add(target);
            }

            @Override
            public void leftOut(NodePath path, String why) {
                packed.add(why);
            }
        });
        assertEquals(List.of("a.txt"), packed);
    }

    @Test
    void showsNoOtherFileThatTookTheName() throws Exception {
        Issued file = share(ANN, "/home/ann/d/a.txt");
        Issued folder = share(ANN, "/home/ann/d");
        Issued other = share(ANN, "/home/ann/other.txt");

        write(ANN, "/home/ann/d/a.txt", "another");
        isDead(file);
        assertEquals("another", read(open(folder), "/a.txt"));

        space.move(ANN, path("/home/ann/d"), path("/home/ann/e"), false);
        isDead(folder);
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        isDead(folder);

        // As editors in datalabs save.
        Files.writeString(file("/home/ann/new"), "secret");
        Files.move(file("/home/ann/new"), file("/home/ann/other.txt"), StandardCopyOption.REPLACE_EXISTING);
        isDead(other);
        space.delete(ANN, path("/home/ann/other.txt"));
        isDead(other);
    }

    @Test
    void aNodeThatIsReplacedWhileItIsOpenIsNotShown() throws Exception {
        OpenShare open = open(share(ANN, "/home/ann/d"));
        space.delete(ANN, path("/home/ann/d"));
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/d/a.txt", "another");

        assertThrows(NotFoundFault.class, () -> read(open, "/a.txt"));
        assertThrows(NotFoundFault.class, () -> open.children(NodePath.ROOT, Page.first(10)));
    }

    @Test
    void diesWithTheRightOfItsMaker() throws Exception {
        Subject member = person("bob", "gaia");
        write(ANN, "/team/gaia/t.txt", "team");
        Issued bobs = share(member, "/team/gaia/t.txt");
        users.put("bob", member);
        assertEquals("team", read(open(bobs), "/"));

        users.put("bob", BOB);
        isDead(bobs);
        // To read it is not enough: he could not make the link any more.
        space.set(ANN, path("/team/gaia/t.txt"), saying(CoreProperties.GROUP_READ, "ann~stars"));
        assertEquals("team", read(BOB, "/team/gaia/t.txt"));
        isDead(bobs);

        Issued anns = share(ANN, "/home/ann/d");
        users.remove("ann");
        isDead(anns);
    }

    @Test
    void endsAtItsTimeAndWhenItIsRevoked() throws Exception {
        Issued brief = shares.create(
                new Actor(ANN, AWAY),
                new ShareWish(
                        path("/home/ann/d"),
                        Optional.of(Duration.ofMillis(1)),
                        Optional.empty(),
                        Optional.empty(),
                        ""));
        Thread.sleep(Duration.ofMillis(20));
        isDead(brief);

        Issued issued = share(ANN, "/home/ann/d");
        refused(
                Name.NodeNotFound,
                "not yours",
                () -> shares.revoke(new Actor(BOB, AWAY), issued.share().id()));
        shares.revoke(new Actor(ANN, AWAY), issued.share().id());
        isDead(issued);
        assertTrue(shares.mine(ANN, Long.MAX_VALUE, 1000).stream()
                .noneMatch(each -> each.id() == issued.share().id()));
        assertTrue(noted.contains("SHARE_CHANGED " + issued.share() + " was revoked"), noted.toString());
    }

    @Test
    void ownersSeeAndRevokeWhatOthersHaveShared() throws Exception {
        Subject member = person("bob", "gaia");
        users.put("bob", member);
        write(ANN, "/team/gaia/x.txt", "team");
        Issued bobs = share(member, "/team/gaia/x.txt");

        List<ShareRecord> all = shares.at(ANN, path("/team/gaia"), Long.MAX_VALUE, 1000);
        assertTrue(all.stream().anyMatch(each -> each.id() == bobs.share().id()), all.toString());
        assertTrue(shares.mine(ANN, Long.MAX_VALUE, 1000).stream()
                .noneMatch(each -> each.id() == bobs.share().id()));
        refused(Name.PermissionDenied, "", () -> shares.at(BOB, path("/home/ann"), Long.MAX_VALUE, 1000));
        shares.revoke(new Actor(ANN, AWAY), bobs.share().id());
        isDead(bobs);
    }

    @Test
    void noMoreDownloadsBeginThanItIsGoodFor() throws Exception {
        Issued five = shares.create(
                new Actor(ANN, AWAY),
                new ShareWish(
                        path("/home/ann/d"), Optional.empty(), Optional.empty(), Optional.of(5L), "for the referee"));
        int begun = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(20)) {
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                attempts.add(() -> {
                    try {
                        shares.take(five.share());
                        return true;
                    } catch (NotFoundFault usedUp) {
                        return false;
                    }
                });
            }
            for (Future<Boolean> attempt : many.invokeAll(attempts)) {
                begun += attempt.get() ? 1 : 0;
            }
        }
        assertEquals(5, begun);
        isDead(five);
    }

    @Test
    void passwordsAreKeptAsHashesAndGuessedSlowly() throws Exception {
        Issued issued = shares.create(
                new Actor(ANN, AWAY),
                new ShareWish(
                        path("/home/ann/d"), Optional.empty(), Optional.of("correct horse"), Optional.empty(), ""));
        ShareRecord share = open(issued).share();

        assertTrue(share.password().orElseThrow().startsWith("$argon2id$"));
        shares.requirePassword(share, "correct horse", AWAY);
        for (int i = 0; i < 10; i++) {
            assertThrows(AuthorizationFault.class, () -> shares.requirePassword(share, "battery staple", AWAY));
        }
        assertThrows(TransientFault.class, () -> shares.requirePassword(share, "correct horse", AWAY));
        shares.requirePassword(share, "correct horse", Optional.of("198.51.100.1"));
        now = now.plus(Duration.ofMinutes(11));
        shares.requirePassword(share, "correct horse", AWAY);
        assertFalse(noted.toString().contains("battery"), noted.toString());
    }

    @Test
    void aPassIsGoodForOneLinkAndForAnHour() throws Exception {
        ShareRecord one = protectedShare();
        ShareRecord two = protectedShare();
        SharePasses passes = new SharePasses(new byte[32], () -> now);
        String pass = passes.make(one);

        assertTrue(passes.isGood(pass, one));
        assertFalse(passes.isGood(pass, two));
        assertFalse(passes.isGood(pass.replaceFirst("^.", "9"), one));
        for (String text : List.of("", ".", "x", "99999999999.", "1.2.3")) {
            assertFalse(passes.isGood(text, one));
        }
        now = now.plus(SharePasses.LIFE);
        assertFalse(passes.isGood(pass, one));
    }

    private ShareRecord protectedShare() throws IOException {
        return shares.create(
                        new Actor(ANN, AWAY),
                        new ShareWish(
                                path("/home/ann/d"),
                                Optional.empty(),
                                Optional.of("correct horse"),
                                Optional.empty(),
                                ""))
                .share();
    }

    @Test
    void guessingLinksIsSlow() {
        for (int i = 0; i < 20; i++) {
            assertThrows(NotFoundFault.class, () -> shares.open(Secret.share(), AWAY));
        }
        assertThrows(TransientFault.class, () -> shares.open(Secret.share(), AWAY));
        assertThrows(NotFoundFault.class, () -> shares.open(Secret.share(), Optional.of("198.51.100.1")));
    }

    @Test
    void refusesWhatCannotBeWanted() {
        refused(
                Name.InvalidArgument,
                "90 days at most",
                () -> shares.create(
                        new Actor(ANN, AWAY),
                        new ShareWish(
                                path("/home/ann/d"),
                                Optional.of(Duration.ofDays(91)),
                                Optional.empty(),
                                Optional.empty(),
                                "")));
        assertEquals(Duration.ofDays(7), ShareWish.lifetime("7d", now));
        assertEquals(Duration.ofHours(12), ShareWish.lifetime("12h", now));
        assertEquals(Duration.ofDays(1), ShareWish.lifetime("2030-01-02T00:00:00Z", now));
        refused(Name.InvalidArgument, "as in 7d", () -> ShareWish.lifetime("a week", now));
        refused(Name.InvalidArgument, "from 1 to", () -> ShareWish.downloads("-1"));
        for (Optional<String> password : List.of(Optional.of("short"), Optional.of("x".repeat(300)))) {
            assertThrows(
                    VospaceFault.class,
                    () -> new ShareWish(path("/home/ann/d"), Optional.empty(), password, Optional.empty(), ""));
        }
        refused(
                Name.InvalidArgument,
                "one line",
                () -> new ShareWish(path("/home/ann/d"), Optional.empty(), Optional.empty(), Optional.empty(), "a\nb"));
        refused(
                Name.InvalidArgument,
                "ended before",
                () -> new ShareWish(
                        path("/home/ann/d"), Optional.of(Duration.ZERO), Optional.empty(), Optional.empty(), ""));
    }
}
