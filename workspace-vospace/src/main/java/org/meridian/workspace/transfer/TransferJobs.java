// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.GuardedFetch;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.store.ArrivalStore;
import org.meridian.workspace.store.ArrivalStore.Arrival;
import org.meridian.workspace.transfer.Transfer.Kind;
import org.meridian.workspace.transfer.Transfer.Protocol;

/** Does transfers (VOSpace 2.1, sections 6.2.2, 6.2.3 and 6.4). Thread-safe. */
public final class TransferJobs extends NodeJobs {

    /** Result of a job: the endpoints. */
    public static final String DETAILS = "transferDetails";

    /** Parameter of a job: the document. */
    public static final String TRANSFER = "TRANSFER";

    /** Parameter of a job: the name in the place of {@link Transfer#AUTO}. */
    public static final String NAME = "NAME";

    /** Media type of its documents. */
    public static final String XML = "text/xml;charset=UTF-8";

    private final Negotiation negotiation;
    private final Remote remote;

    /**
     * Transfers of a space.
     *
     * @param arrivals what jobs were about to do
     * @param users who the user of a name is now; throws if he may not do anything any more
     * @param tickets for endpoints without credentials
     * @param fetch reaches other services
     */
    public TransferJobs(
            Space space, ArrivalStore arrivals, Function<String, Subject> users, Tickets tickets, GuardedFetch fetch) {
        super(space, arrivals, users);
        this.negotiation = new Negotiation(space, tickets);
        this.remote = new Remote(space, fetch);
    }

    /** Finds endpoints. */
    public Negotiation negotiation() {
        return negotiation;
    }

    @Override
    void run(Work work) throws NotNowException, IOException {
        Transfer asked = TransferDocument.read(work.parameter(TRANSFER)
                .orElseThrow(() -> new VospaceFault(Name.InvalidArgument, "the job has no description of a transfer")));
        Transfer transfer = work.parameter(NAME).map(asked::named).orElse(asked);
        switch (transfer.kind()) {
            case PUSH_TO, PULL_FROM -> negotiate(work, transfer);
            case MOVE, COPY -> relocate(work, transfer);
            case PULL_TO, PUSH_FROM -> exchange(work, transfer);
        }
        if (Transfer.isAuto(asked.target())) {
            work.execution().reference("target", transfer.target());
        }
    }

    private void negotiate(Work work, Transfer transfer) throws IOException {
        negotiation.check(work.subject(), transfer);
        // Endpoints are added for whoever asks for it: they depend on where he finds the gateway.
        try (OutputStream out = work.execution().result(DETAILS, XML, "transfer.xml")) {
            out.write(TransferDocument.of(transfer.with(List.of())).getBytes(UTF_8));
        }
    }

    private void relocate(Work work, Transfer transfer) throws NotNowException, IOException {
        if (space().uris().path(transfer.direction()).isNothing()) {
            discard(work, transfer);
            return;
        }
        Optional<NodePath> arrived = transfer.kind() == Kind.MOVE ? moved(work, transfer) : arrived(work);
        NodePath to = arrived.isPresent() ? arrived.get() : relocated(work, transfer);
        work.execution().reference("destination", space().uris().of(to));
    }

    /** What is moved into nothing is deleted (section 6.2.4). */
    private void discard(Work work, Transfer transfer) throws IOException {
        NodePath from = space().uris().path(transfer.target());
        if (transfer.kind() == Kind.COPY) {
            space().get(work.subject(), from);
        } else if (moved(work, transfer).isEmpty()) {
            space().delete(work.subject(), from, work.progress());
        }
    }

    /** Where an earlier run of the job has moved the node to: it has, if that is not where it was. */
    private Optional<NodePath> moved(Work work, Transfer transfer) throws IOException {
        Optional<Arrival> noted = noted(work);
        NodePath from = space().uris().path(transfer.target());
        boolean still = noted.isPresent()
                && space().isAt(work.subject(), from, noted.get().node());
        return noted.filter(each -> !still).map(each -> NodePath.of(each.path()));
    }

    private NodePath relocated(Work work, Transfer transfer) throws NotNowException, IOException {
        NodePath from = space().uris().path(transfer.target());
        NodePath to = destination(work.subject(), from, space().uris().path(transfer.direction()));
        if (transfer.kind() == Kind.MOVE) {
            space().move(work.subject(), from, to, false, work.progress());
        } else {
            work.turnHeavy();
            space().copy(work.subject(), from, to, false, work.progress());
        }
        return to;
    }

    /** Into a container that is there a node goes under its own name (section 6.2.2). */
    private NodePath destination(Subject subject, NodePath from, NodePath to) throws IOException {
        try {
            Node there = space().get(subject, to);
            return there.type() == NodeType.ContainerNode && !from.isRoot() ? to.child(from.name()) : to;
        } catch (VospaceFault fault) {
            if (fault.name() == Name.NodeNotFound) {
                return to;
            }
            throw fault;
        }
    }

    private void exchange(Work work, Transfer transfer) throws NotNowException, IOException {
        NodePath path = space().uris().path(transfer.target());
        boolean pulls = transfer.kind() == Kind.PULL_TO;
        List<Protocol> usable = transfer.protocols().stream()
                .filter(each -> Remote.isSpoken(each, pulls))
                .toList();
        if (usable.isEmpty()) {
            throw new VospaceFault(
                    Name.ProtocolNotSupported,
                    "none of the protocols is spoken here, or it has no endpoint; the service can "
                            + (pulls
                                    ? "fetch by core#httpget and core#httpsget"
                                    : "send by core#httpput and core#httpsput"));
        }
        Optional<Arrival> noted = noted(work);
        if (noted.isPresent()) {
            if (arrived(work).isPresent()) {
                return;
            }
            throw new VospaceFault(
                    Name.TransferFailed,
                    "the gateway ended just when the file was about to take its place: look whether it is there, and ask"
                            + " again if it is not");
        }
        work.turnHeavy();
        List<String> failures = new ArrayList<>();
        for (Protocol protocol : usable) {
            try {
                if (pulls) {
                    remote.pull(work, path, protocol.endpoint().orElseThrow());
                } else {
                    remote.push(work, path, protocol.endpoint().orElseThrow());
                }
                return;
            } catch (TransientFault busy) {
                work.progress().requireWanted();
                throw new NotNowException(busy.message(), busy.retryAfter());
            } catch (DaliFault fault) {
                work.progress().requireWanted();
                failures.add(fault.message());
            }
        }
        throw new VospaceFault(Name.TransferFailed, String.join("; ", failures));
    }
}
