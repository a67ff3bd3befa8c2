// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.place;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;

/**
 * Files of users, for services that read what users name and put results where users want them. A file is named by its
 * identifier, {@code vos://example.org~vospace/home/ann/stars.vot}, or {@code vos:/home/ann/stars.vot} in the space of this
 * gateway. What may not or cannot be done is told by a {@link DaliFault}, whose message begins with VOSpace's name of the fault
 * (VOSpace 2.1, section 6). Thread-safe.
 */
public interface UserFiles {

    /** There are none. */
    UserFiles NONE = new UserFiles() {
        @Override
        public boolean areThere() {
            return false;
        }

        @Override
        public Source open(Subject who, String uri) {
            throw new UsageFault("this gateway has no workspaces: send the file itself, or its http URL");
        }

        @Override
        public Destination destination(Wish wish) {
            throw new UsageFault("this gateway has no workspaces: leave out DEST");
        }
    };

    /** Whether this gateway has any; another on the same database may. */
    boolean areThere();

    /** Whether a text names a file of users, here or elsewhere. Letters beyond ASCII are none of a scheme's (RFC 3986, 3.1). */
    static boolean isNamed(String uri) {
        return uri.substring(0, Math.min(uri.length(), 4))
                .toLowerCase(Locale.ROOT)
                .equals("vos:");
    }

    /**
     * DEST, which is not in the standards: a result goes into a file of a workspace.
     *
     * @param example such as {@code result.vot}
     * @return empty if it is to go to the client
     * @throws UsageFault if it names no file, or comes more than once
     */
    static Optional<String> destination(DaliParameters parameters, String example) {
        Optional<String> given = parameters.single("DEST").map(String::strip).filter(text -> !text.isEmpty());
        if (given.filter(text -> !isNamed(text)).isPresent()) {
            String text = given.get();
            throw new UsageFault("DEST is '" + (text.length() <= 40 ? text : text.substring(0, 40) + "...")
                    + "'; it must name a file in a workspace here, such as DEST=vos:/home/NAME/" + example);
        }
        return given;
    }

    /**
     * Makes sure that whoever has a job made may have its results in files, if it names any.
     *
     * @throws DaliFault as {@link #requireScope}, or if there are no files here
     */
    default void permitDestination(Subject who, DaliParameters parameters) {
        if (parameters.all("DEST").stream().allMatch(String::isBlank)) {
            return;
        }
        requireScope(who, Scope.VOSPACE_WRITE);
        if (!areThere()) {
            throw new UsageFault("this gateway has no workspaces: leave out DEST");
        }
    }

    /**
     * Makes sure that the credential of whoever has a job made is good for files: the job itself runs with all the rights of its
     * owner.
     *
     * @param scope {@link Scope#VOSPACE_READ} or {@link Scope#VOSPACE_WRITE}
     * @throws AuthorizationFault if the token lacks it
     * @throws AuthenticationFault if nobody knows who wants to write
     */
    static void requireScope(Subject who, Scope scope) {
        if (who.isAnonymous() && scope == Scope.VOSPACE_WRITE) {
            throw new AuthenticationFault("PermissionDenied results go into files of users who have signed in: send a"
                    + " token with the scope '" + scope.text() + "', or leave out DEST");
        }
        if (!who.isAnonymous() && !who.scopes().contains(scope)) {
            throw new AuthorizationFault("PermissionDenied the token is not good for "
                    + (scope == Scope.VOSPACE_WRITE ? "writing" : "reading") + " files: it lacks the scope '"
                    + scope.text() + "'; make one that has it at /auth/tokens");
        }
    }

    /**
     * Opens a file to be read; links are followed.
     *
     * @return closed by the caller
     * @throws DaliFault if there is none, it is not for him, or it is in another space
     * @throws IOException if the disk fails
     */
    Source open(Subject who, String uri) throws IOException;

    /** An open file: the same bytes to its end, even if another takes its place. */
    interface Source extends Closeable {

        /** Its bytes; one thread reads them. */
        InputStream bytes();

        /** How many there are. */
        long size();
    }

    /**
     * Where something is to go.
     *
     * @param who wants it; asked again before it takes its place, since he may have lost rights meanwhile
     * @param uri of the file, there or not
     * @param job id of the job that makes it
     */
    record Wish(Supplier<Subject> who, String uri, Optional<String> job) {}

    /**
     * A place for a file, of which is known that it may be written now.
     *
     * @throws DaliFault if it may not be: it has no container, is a link, or is not for him; nothing has been changed
     * @throws IOException if the disk fails
     */
    Destination destination(Wish wish) throws IOException;

    /** A place for a file. */
    interface Destination {

        /** The identifier of the file. */
        String uri();

        /** The path of its URL, below the gateway's own, escaped. */
        String path();

        /** Whether an earlier run of the same job has put it there already. */
        boolean isDone() throws IOException;

        /** Begins the file; closed by the caller. */
        NewFile begin(String mediaType) throws IOException;
    }

    /**
     * A file that is being written. It is seen when it is finished, whole and on disk; closed before, it is gone. Writing throws
     * a {@link DaliFault} where there is no room.
     */
    abstract class NewFile extends OutputStream {

        /**
         * Gives it its place.
         *
         * @return whether there was no file before
         * @throws DaliFault if it may not be written any more
         */
        public abstract boolean finish() throws IOException;
    }
}
