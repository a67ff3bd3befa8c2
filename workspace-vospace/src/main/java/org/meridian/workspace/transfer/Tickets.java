// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.FileExchange.Visitors;

/**
 * Tickets with which whoever has one reads or writes one file for a while, on behalf of a user who asked for them: for
 * endpoints of transfers that are spoken to without credentials, perhaps by somebody else (VOSpace 2.1, section 3.6.4). A ticket
 * is good for no more than the user himself may do at that time. Nothing of it is stored: it is signed. Thread-safe.
 */
public final class Tickets implements Visitors {

    /** For how long one is good: for the beginning of a transfer. */
    static final Duration LIFE = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final Function<String, Subject> users;
    private final InstantSource clock;

    /**
     * A maker and checker of tickets.
     *
     * @param key at least 32 random bytes, the same for as long as tickets are to be good
     * @param users who the user of a name is now; throws if he may not do anything any more
     */
    public Tickets(byte[] key, Function<String, Subject> users, InstantSource clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.users = users;
        this.clock = clock;
    }

    /** A ticket for a file. */
    String make(String user, NodePath path, boolean writes) {
        String payload = clock.instant().plus(LIFE).getEpochSecond() + "." + (writes ? "w" : "r") + "."
                + TEXT.encodeToString(user.getBytes(UTF_8));
        return payload + "." + TEXT.encodeToString(signature(payload, path));
    }

    private byte[] signature(String payload, NodePath path) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(payload.getBytes(UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(path.toString().getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * Who asks with a ticket.
     *
     * @throws VospaceFault PermissionDenied if it is not good, or not for this
     */
    @Override
    public Subject subject(String ticket, NodePath path, boolean writes) {
        int end = ticket.lastIndexOf('.');
        String[] parts = ticket.substring(0, Math.max(end, 0)).split("\\.", -1);
        Optional<byte[]> signed = bytes(ticket.substring(end + 1));
        boolean genuine = parts.length == 3
                && signed.isPresent()
                && MessageDigest.isEqual(signed.get(), signature(ticket.substring(0, end), path));
        if (!genuine) {
            throw refused("it is not one of this service, or for another file");
        }
        if (Instant.ofEpochSecond(Long.parseLong(parts[0])).isBefore(clock.instant())) {
            throw refused("its hour is over");
        }
        if (!parts[1].equals(writes ? "w" : "r")) {
            throw refused("it is for " + (writes ? "reading" : "writing"));
        }
        Subject user = users.apply(new String(bytes(parts[2]).orElseThrow(), UTF_8));
        Set<Scope> scopes = writes ? Set.of(Scope.VOSPACE_READ, Scope.VOSPACE_WRITE) : Set.of(Scope.VOSPACE_READ);
        return new Subject(user.name(), user.groups(), scopes, Subject.Credential.PERSONAL_TOKEN);
    }

    private static VospaceFault refused(String why) {
        return new VospaceFault(
                Name.PermissionDenied, "the ticket in the URL is not good: " + why + "; negotiate the transfer again");
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
