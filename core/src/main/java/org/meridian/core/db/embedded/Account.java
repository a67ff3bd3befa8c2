// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.meridian.core.db.DatabaseException;

/**
 * As whom PostgreSQL's programs run. PostgreSQL refuses to run as root; a root gateway (in a container, say) either
 * names another user, or lets PostgreSQL run in a user namespace where root's files belong to nobody special.
 *
 * @param prefix words put before each command
 * @param user the other user, if PostgreSQL runs as one
 */
record Account(List<String> prefix, Optional<String> user) {
    private static final Duration SHORT = Duration.ofSeconds(10);

    /**
     * Chooses.
     *
     * @param runAs configured user; matters only for root
     * @throws DatabaseException for root, when neither way works
     */
    static Account choose(Optional<String> runAs) {
        if (!Command.run(SHORT, List.of("id", "-u")).output().strip().equals("0")) {
            return new Account(List.of(), Optional.empty());
        }
        if (runAs.isPresent()) {
            String user = runAs.get();
            Command.Result group = Command.run(SHORT, List.of("id", "-g", user));
            if (group.exitCode() != 0) {
                throw new DatabaseException("PostgreSQL should run as " + user + ", but there is no such user");
            }
            String gid = group.output().strip();
            return new Account(List.of("setpriv", "--reuid=" + user, "--regid=" + gid, "--clear-groups", "--"), runAs);
        }
        List<String> unshare = List.of("unshare", "--user", "--");
        Command.Result probe = Command.run(
                SHORT,
                java.util.stream.Stream.concat(unshare.stream(), java.util.stream.Stream.of("true"))
                        .toList());
        if (probe.exitCode() != 0) {
            throw new DatabaseException("PostgreSQL does not run as root, and this system forbids the user namespace"
                    + " in which it would (" + probe.output().strip()
                    + "). Start the gateway as an ordinary user, or name one under which PostgreSQL shall run, or"
                    + " configure the JDBC URL of a PostgreSQL of your own.");
        }
        return new Account(unshare, Optional.empty());
    }

    /** Hands a file or folder that this process has just made to the account. */
    void own(Path path) throws IOException {
        if (user.isPresent()) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.get()));
        }
    }
}
