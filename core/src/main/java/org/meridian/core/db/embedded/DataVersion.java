// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.db.DatabaseException;

/** The major version of PostgreSQL that made a data directory; no other can read it. */
final class DataVersion {
    private DataVersion() {}

    /**
     * Refuses a data directory of another version.
     *
     * @param program major version of the programs
     * @param cluster the data directory
     * @throws DatabaseException when they differ; the message has the commands that upgrade an older directory
     */
    static void require(String program, Cluster cluster) throws IOException {
        Path file = cluster.directory().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new DatabaseException(cluster.directory()
                    + " is not the data directory of a PostgreSQL server. Move it away, or use another data folder.");
        }
        String data = Files.readString(file).strip();
        if (data.equals(program)) {
            return;
        }
        if (!data.matches("\\d{1,4}")) {
            throw new DatabaseException(file
                    + " does not name a version of PostgreSQL: the data folder is damaged. Put back a copy of it.");
        }
        if (Integer.parseInt(data) > Integer.parseInt(program)) {
            throw new DatabaseException("the database in " + cluster.directory() + " was made by PostgreSQL " + data
                    + ", this gateway brings PostgreSQL " + program
                    + ", which cannot read it, and there is no way back to an older version. Use the newer gateway that"
                    + " made it, or another data folder.");
        }
        throw new DatabaseException("the database in " + cluster.directory() + " was made by PostgreSQL " + data
                + ", this gateway brings PostgreSQL " + program
                + ", which cannot read it as it is. Nothing was changed. To upgrade it, install the server packages of"
                + " both versions (Debian, Ubuntu: apt install postgresql-" + data + " postgresql-" + program
                + "; elsewhere put the folders of their programs for /usr/lib/postgresql/...), copy the data folder for"
                + " safety, then run:\n" + upgrade(data, program, cluster));
    }

    private static String upgrade(String data, String program, Cluster cluster) {
        Path folder = cluster.directory().resolveSibling("");
        String oldPrograms = "/usr/lib/postgresql/" + data + "/bin";
        String newPrograms = "/usr/lib/postgresql/" + program + "/bin";
        String initdb = Stream.concat(Cluster.INITDB_OPTIONS.stream(), Stream.of("--pwfile=postgres-first-password"))
                .collect(Collectors.joining(" "));
        String script = String.join(
                " && ",
                "cd " + shell(folder.toString()),
                "mv postgres postgres-" + data,
                "sed -n s/^admin=//p " + Passwords.FILE + " > postgres-first-password",
                newPrograms + "/initdb " + initdb + " --pgdata=postgres",
                "PGPASSWORD=$(cat postgres-first-password) " + newPrograms + "/pg_upgrade --username=" + Cluster.ADMIN
                        + " --old-bindir=" + oldPrograms + " --new-bindir=" + newPrograms
                        + " --old-datadir=postgres-" + data + " --new-datadir=postgres --socketdir=/tmp",
                "rm postgres-first-password");
        String prefix = String.join(" ", cluster.account().prefix());
        return "  " + (prefix + " sh -c " + shell("umask 077 && " + script)).strip();
    }

    /** One word for a POSIX shell. */
    private static String shell(String word) {
        return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
