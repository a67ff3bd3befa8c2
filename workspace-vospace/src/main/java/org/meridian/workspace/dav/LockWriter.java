// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.util.List;
import org.meridian.workspace.space.EditLocks;
import org.meridian.workspace.store.LockRecord;

/**
 * Writes what there is to say of locks (RFC 4918, sections 15.8 and 15.10).
 *
 * @param request that is answered
 * @param locks there are
 */
record LockWriter(DavRequest request, EditLocks locks) {

    /** Which locks there can be. */
    static void supported(XmlOut out) throws IOException {
        out.start("supportedlock");
        for (String scope : List.of("exclusive", "shared")) {
            out.start("lockentry");
            kind(out, scope);
            out.end("lockentry");
        }
        out.end("supportedlock");
    }

    private static void kind(XmlOut out, String scope) throws IOException {
        out.start("lockscope").empty(scope).end("lockscope");
        out.start("locktype").empty("write").end("locktype");
    }

    /** Locks that there are. Their tokens may be seen: they are good for their own accounts alone. */
    void discovery(XmlOut out, List<LockRecord> all) throws IOException {
        out.start("lockdiscovery");
        for (LockRecord lock : all) {
            out.start("activelock");
            kind(out, lock.exclusive() ? "exclusive" : "shared");
            out.element("depth", lock.deep() ? "infinity" : "0");
            if (lock.holder().isPresent()) {
                out.start("owner").xml(lock.holder().get()).end("owner");
            }
            out.element("timeout", "Second-" + Math.max(1, locks.left(lock).toSeconds()));
            out.href("locktoken", lock.token());
            out.href("lockroot", request.href(lock.path(), false));
            out.end("activelock");
        }
        out.end("lockdiscovery");
    }
}
