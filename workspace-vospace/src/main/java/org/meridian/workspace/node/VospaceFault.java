// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import java.util.Optional;

/**
 * Why a request to a VOSpace was not answered with its result (VOSpace 2.1, section 6, the faults of each operation). The
 * message is for the client: what was wrong, and what would be right.
 */
public final class VospaceFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The faults by their names in the standard, and HTTP's status of each. */
    public enum Name {
        /** A failure that is not the client's. */
        InternalFault(500),
        /** The user may not. */
        PermissionDenied(403),
        /** A URI is not one, or not of this space, or not that of the request. */
        InvalidURI(400),
        /** There is no such node. */
        NodeNotFound(404),
        /** A container on the way is not there. */
        ContainerNotFound(404),
        /** A link is on the way. */
        LinkFound(400),
        /** There is a node of that name. */
        DuplicateNode(409),
        /** There cannot be a node of that type. */
        TypeNotSupported(400),
        /** A value is not allowed. */
        InvalidArgument(400),
        /** The bytes are being changed. */
        NodeBusy(409),
        /** The view cannot be had of this node. */
        ViewNotSupported(400),
        /** None of the protocols can be used. */
        ProtocolNotSupported(400),
        /** The bytes are not as they were said to be. */
        InvalidData(400),
        /** The bytes could not be transferred. */
        TransferFailed(500),
        /** A node is locked (not in the standard; OpenCADC's name). */
        NodeLocked(423),
        /** A part of a file does not begin where the last one ended (tus 1.0.0's own, not in the standard). */
        WrongOffset(409),
        /** A part of a file is not as it was said to be (likewise). */
        ChecksumMismatch(460),
        /** The bytes stopped coming (likewise). */
        RequestTimeout(408),
        /** The file would be larger than any may be (likewise). */
        TooLarge(413),
        /** A precondition of the request does not hold (HTTP's own, RFC 9110, section 13). */
        PreconditionFailed(412),
        /** No room is left (not in the standard; OpenCADC's name). */
        QuotaExceeded(507);

        private final int status;

        Name(int status) {
            this.status = status;
        }
    }

    private final Name name;
    private final String detail;
    private final String lockRoot;

    /**
     * A fault.
     *
     * @param name the standard's
     * @param detail in words for the client
     */
    public VospaceFault(Name name, String detail) {
        this(name, detail, "");
    }

    private VospaceFault(Name name, String detail, String lockRoot) {
        super(name + " " + detail);
        this.name = name;
        this.detail = detail;
        this.lockRoot = lockRoot;
    }

    /** The fault of a node that somebody has locked for a time (RFC 4918, section 7). */
    public static VospaceFault locked(NodePath root, String detail) {
        return new VospaceFault(Name.NodeLocked, detail, root.toString());
    }

    /** The node whose lock is in the way, where it is one for a time. */
    public Optional<NodePath> lockRoot() {
        return lockRoot.isEmpty() ? Optional.empty() : Optional.of(NodePath.of(lockRoot));
    }

    /** The standard's name of it. */
    public Name name() {
        return name;
    }

    /** HTTP's status. */
    public int httpStatus() {
        return name.status;
    }

    /** What was wrong, without the name. */
    public String detail() {
        return detail;
    }

    /** As it is sent: the name, whitespace, and the words (VOSpace 2.1, section 6). */
    public String text() {
        return name + " " + detail;
    }
}
