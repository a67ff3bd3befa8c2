// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.transfer.Transfer.Kind;
import org.meridian.workspace.transfer.Transfer.Protocol;
import org.meridian.workspace.view.View;

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

    /**
     * Makes sure that the client may do it, and can.
     *
     * @throws VospaceFault PermissionDenied, NodeNotFound, ContainerNotFound, LinkFound, NodeLocked, DuplicateNode,
     *     ViewNotSupported, ProtocolNotSupported, QuotaExceeded
     */
    public void check(Subject subject, Transfer transfer) throws IOException {
        NodePath path = space.uris().path(transfer.target());
        if (path.isNothing()) {
            requireSpoken(transfer);
            return;
        }
        if (transfer.kind() == Kind.PUSH_TO) {
            space.bytes().requireWritable(subject, path, length(transfer));
        } else {
            if (view(transfer).pack().isPresent()) {
                requireContainer(subject, path);
            } else {
                space.bytes().read(subject, path).close();
            }
        }
        requireSpoken(transfer);
    }

    private static void requireSpoken(Transfer transfer) {
        if (spoken(transfer).isEmpty()) {
            throw new VospaceFault(
                    Name.ProtocolNotSupported,
                    "none of the protocols is spoken here; they are " + CORE
                            + (transfer.kind() == Kind.PUSH_TO ? "httpput and httpsput" : "httpget and httpsget"));
        }
    }

    private View view(Transfer transfer) {
        return transfer.view()
                .map(uri -> View.of(uri, space.uris())
                        .orElseThrow(() -> new VospaceFault(
                                Name.ViewNotSupported, "the view is none of those that /vospace/views lists")))
                .orElse(View.DATA);
    }

    private void requireContainer(Subject subject, NodePath path) throws IOException {
        if (space.get(subject, path).type() != NodeType.ContainerNode) {
            throw new VospaceFault(Name.ViewNotSupported, path + " is no container, and no package is made of it");
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
     * @param service URL of the space
     */
    public Transfer details(Optional<String> user, Transfer transfer, String service) {
        NodePath path = space.uris().path(transfer.target());
        View view = transfer.kind() == Kind.PULL_FROM ? view(transfer) : View.DATA;
        String url = service + (view.pack().isPresent() ? "/package" : "/files") + VosUri.escaped(path);
        String form = view.pack().isPresent() ? "type=" + view.word() : view == View.DATA ? "" : "view=" + view.word();
        List<Protocol> protocols = new ArrayList<>();
        for (Protocol asked : spoken(transfer)) {
            List<String> methods = asked.securityMethods().stream()
                    .filter(SecurityMethod.standardIds()::contains)
                    .toList();
            Optional<String> ticket = user.filter(name -> methods.isEmpty())
                    .map(name -> tickets.make(name, path, transfer.kind() == Kind.PUSH_TO));
            protocols.add(new Protocol(asked.uri(), Optional.of(url + query(form, ticket)), methods));
        }
        return transfer.with(protocols);
    }

    private static String query(String form, Optional<String> ticket) {
        String query = Stream.of(
                        Optional.of(form).filter(text -> !text.isEmpty()), ticket.map(text -> "ticket=" + text))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
