// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.transfer.Transfer.Kind;
import org.meridian.workspace.transfer.Transfer.Protocol;

/**
 * Finds the endpoints of a transfer that the client does itself (VOSpace 2.1, section 3.6.4). Thread-safe.
 *
 * @param space whose files they are
 * @param tickets for endpoints without credentials
 */
public record Negotiation(Space space, Tickets tickets) {

    private static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final Set<String> READING = Set.of(CORE + "httpget", CORE + "httpsget");
    private static final Set<String> WRITING = Set.of(CORE + "httpput", CORE + "httpsput");
    private static final Set<String> VIEWS =
            Set.of(CORE + "anyview", CORE + "defaultview", CORE + "binaryview", CORE + "view");

    /**
     * Makes sure that the client may do it, and can.
     *
     * @throws VospaceFault PermissionDenied, NodeNotFound, ContainerNotFound, LinkFound, NodeLocked, DuplicateNode,
     *     ViewNotSupported, ProtocolNotSupported, QuotaExceeded
     */
    public void check(Subject subject, Transfer transfer) throws IOException {
        NodePath path = space.uris().path(transfer.target());
        if (transfer.kind() == Kind.PUSH_TO) {
            space.bytes().requireWritable(subject, path, length(transfer));
        } else {
            space.bytes().read(subject, path).close();
            if (transfer.view().filter(uri -> !VIEWS.contains(uri)).isPresent()) {
                throw new VospaceFault(
                        Name.ViewNotSupported, "bytes are given as they are: the view is " + CORE + "defaultview");
            }
        }
        if (spoken(transfer).isEmpty()) {
            throw new VospaceFault(
                    Name.ProtocolNotSupported,
                    "none of the protocols is spoken here; they are " + CORE
                            + (transfer.kind() == Kind.PUSH_TO ? "httpput and httpsput" : "httpget and httpsget"));
        }
    }

    private static Optional<Long> length(Transfer transfer) {
        return Optional.ofNullable(transfer.parameters().get(CoreProperties.LENGTH))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    private static List<Protocol> spoken(Transfer transfer) {
        Set<String> ours = transfer.kind() == Kind.PUSH_TO ? WRITING : READING;
        return transfer.protocols().stream()
                .filter(each -> ours.contains(each.uri()))
                .toList();
    }

    /**
     * The same transfer with the endpoints of the protocols that can be spoken.
     *
     * @param user who asked; empty if nobody knows
     * @param files URL of the resource of files
     */
    public Transfer details(Optional<String> user, Transfer transfer, String files) {
        NodePath path = space.uris().path(transfer.target());
        String url = files + VosUri.escaped(path);
        List<Protocol> protocols = new ArrayList<>();
        for (Protocol asked : spoken(transfer)) {
            List<String> methods = asked.securityMethods().stream()
                    .filter(SecurityMethod.standardIds()::contains)
                    .toList();
            Optional<String> ticket = user.filter(name -> methods.isEmpty())
                    .map(name -> tickets.make(name, path, transfer.kind() == Kind.PUSH_TO));
            protocols.add(new Protocol(
                    asked.uri(),
                    Optional.of(url + ticket.map(text -> "?ticket=" + text).orElse("")),
                    methods));
        }
        return transfer.with(protocols);
    }
}
