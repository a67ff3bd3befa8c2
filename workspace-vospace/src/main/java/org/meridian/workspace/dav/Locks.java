// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.meridian.workspace.dav.DavRequest.Depth;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.SafeXml;
import org.meridian.workspace.space.Locking;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.store.LockRecord;

/**
 * LOCK and UNLOCK (RFC 4918, sections 9.10 and 9.11).
 *
 * @param request that is answered
 * @param space as it is for who has shown the tokens of the request
 */
record Locks(DavRequest request, Space space) {

    private static final int LONGEST_HOLDER = 4000;
    private static final String NOT_HERE = "lock-token-matches-request-uri";

    /**
     * What the body of a LOCK asks for (section 14.11).
     *
     * @param exclusive whether nobody else may have a lock
     * @param holder what is said of who has it, in XML
     */
    private record Wanted(boolean exclusive, Optional<String> holder) {}

    /** A new lock, or, without a body, more time for one. */
    Response lock(InputStream body) throws IOException {
        Optional<Wanted> wanted = XmlBody.read(body, "lockinfo", Locks::wanted);
        return wanted.isPresent() ? grant(wanted.get()) : refresh();
    }

    private Response grant(Wanted wanted) throws IOException {
        boolean deep = request.depth(Depth.INFINITY, EnumSet.of(Depth.ZERO, Depth.INFINITY)) == Depth.INFINITY;
        Locking.Granted granted = space.locking()
                .lock(
                        request.subject(),
                        request.path(),
                        new Locking.Wish(deep, wanted.exclusive, wanted.holder, request.timeout()));
        return answer(granted.created() ? 201 : 200, granted.lock())
                .header("Lock-Token", "<" + granted.lock().token() + ">")
                .build();
    }

    /** The token of the lock stands in the header If (section 9.10.2). */
    private Response refresh() throws IOException {
        Set<String> tokens = request.conditions().map(IfHeader::tokens).orElse(Set.of());
        if (tokens.size() != 1) {
            throw new DavFault(
                    400,
                    "a LOCK has a body that says which lock is wanted, or one token in the header If to be refreshed");
        }
        NodePath path = request.path();
        try {
            LockRecord lock = space.locking()
                    .refresh(request.subject(), path, tokens.iterator().next(), request.timeout());
            return answer(200, lock).build();
        } catch (VospaceFault fault) {
            throw fault.name() == Name.PreconditionFailed ? new DavFault(412, NOT_HERE, fault.detail()) : fault;
        }
    }

    private Response.ResponseBuilder answer(int status, LockRecord lock) {
        LockWriter writer = new LockWriter(request, space.locking().locks());
        return DavAnswers.headers(status, Optional.of(DavAnswers.XML)).entity(XmlOut.text(out -> {
            out.start("prop", XmlOut.DAV);
            writer.discovery(out, List.of(lock));
            out.end("prop");
        }));
    }

    /** Ends a lock. */
    Response unlock() throws IOException {
        String token = request.header("Lock-Token")
                .filter(text -> text.startsWith("<") && text.endsWith(">"))
                .map(text -> text.substring(1, text.length() - 1))
                .orElseThrow(() -> new DavFault(400, "UNLOCK needs a header Lock-Token: <token>"));
        try {
            space.locking().unlock(request.subject(), request.path(), token);
            return DavAnswers.headers(204, Optional.empty()).build();
        } catch (VospaceFault fault) {
            throw fault.name() == Name.PreconditionFailed ? new DavFault(409, NOT_HERE, fault.detail()) : fault;
        }
    }

    private static Wanted wanted(XMLStreamReader in) throws XMLStreamException {
        Optional<String> scope = Optional.empty();
        Optional<String> type = Optional.empty();
        Optional<String> holder = Optional.empty();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (XmlBody.is(in, "lockscope")) {
                scope = Optional.of(only(in));
            } else if (XmlBody.is(in, "locktype")) {
                type = Optional.of(only(in));
            } else if (XmlBody.is(in, "owner")) {
                holder = Optional.of(XmlFragment.content(in));
            } else {
                SafeXml.skip(in);
            }
        }
        boolean known = type.equals(Optional.of("write"))
                && scope.filter(text -> text.equals("exclusive") || text.equals("shared"))
                        .isPresent();
        if (!known) {
            throw new DavFault(400, "a lock is for <write>, and <exclusive> or <shared>");
        }
        if (holder.filter(text -> text.length() > LONGEST_HOLDER).isPresent()) {
            throw new DavFault(413, "the owner of a lock is said in at most " + LONGEST_HOLDER + " characters");
        }
        return new Wanted(scope.equals(Optional.of("exclusive")), holder);
    }

    /** The name of the element in one, and its end. */
    private static String only(XMLStreamReader in) throws XMLStreamException {
        String name = "";
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            name = XmlBody.DAV.equals(in.getNamespaceURI()) ? in.getLocalName() : "";
            SafeXml.skip(in);
        }
        return name;
    }
}
