// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.place.UserFiles;
import org.meridian.core.place.UserFiles.Destination;

/**
 * Puts results where a user wants them (parameter DEST), whole or not at all: into the file that it names or, where it ends with a
 * slash, into that folder under their own names. For one thread.
 *
 * @param files of users
 * @param who wants them; asked again when each is whole
 * @param uri value of DEST
 * @param job id of the job that makes them
 */
public record UserCutouts(UserFiles files, Supplier<Subject> who, String uri, Optional<String> job) {

    /** Writes a result. */
    @FunctionalInterface
    public interface Body {
        /** Leaves the stream open. */
        void write(OutputStream out) throws IOException;
    }

    /** Whether a value of DEST names a folder. */
    static boolean isFolder(String uri) {
        return uri.endsWith("/");
    }

    /**
     * The place of a result.
     *
     * @param fileName in a folder
     * @throws DaliFault if there can be no file of his
     */
    public Destination place(String fileName) throws IOException {
        String to = isFolder(uri) ? uri + ascii(fileName) : uri;
        return files.destination(new UserFiles.Wish(who, to, job));
    }

    /** A name with nothing in it that is to be escaped. */
    public static String ascii(String fileName) {
        return fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /**
     * Writes a result, unless an earlier run of the job has.
     *
     * @return whether there was no file before
     * @throws DaliFault if it cannot be written; nothing has been changed then
     */
    public static boolean write(Body body, String mediaType, Destination place) throws IOException {
        if (place.isDone()) {
            return false;
        }
        try (UserFiles.NewFile file = place.begin(mediaType)) {
            body.write(file);
            return file.finish();
        }
    }
}
