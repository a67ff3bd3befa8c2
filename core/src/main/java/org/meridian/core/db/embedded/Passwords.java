// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.meridian.core.db.DatabaseException;

/**
 * The passwords of the embedded server's three roles: random, made once, kept in a file of the data folder that only
 * its owner can read.
 *
 * @param admin of the superuser, used only to set the server up and to upgrade it
 * @param owner of the owner of the gateway's schemas
 * @param query of the role of users' queries
 */
record Passwords(String admin, String owner, String query) {
    /** Name of the file in the data folder. */
    static final String FILE = "postgres-passwords.properties";

    /** New random passwords (192 bits each). */
    static Passwords generate() {
        SecureRandom random = new SecureRandom();
        return new Passwords(password(random), password(random), password(random));
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Keeps them. */
    void write(Path dataDir) throws IOException {
        Folders.writePrivate(dataDir.resolve(FILE), """
                # Passwords of the embedded PostgreSQL. Whoever can read this file owns the database.
                admin=%s
                owner=%s
                query=%s
                """.formatted(admin, owner, query));
    }

    /**
     * Reads the kept ones.
     *
     * @throws DatabaseException when the file is missing or incomplete
     */
    static Passwords read(Path dataDir) throws IOException {
        Path file = dataDir.resolve(FILE);
        if (!Files.exists(file)) {
            throw new DatabaseException("the passwords of the database in " + dataDir + " are missing: put the file "
                    + FILE + " back from a copy of the folder");
        }
        // Whatever copied the folder may have opened the file to others.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Properties all = new Properties();
        all.load(new StringReader(Files.readString(file)));
        return new Passwords(required(all, "admin", file), required(all, "owner", file), required(all, "query", file));
    }

    private static String required(Properties all, String key, Path file) {
        String value = all.getProperty(key, "");
        if (value.isEmpty()) {
            throw new DatabaseException(file + " lacks the password \"" + key + "\": put back a whole copy");
        }
        return value;
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "Passwords";
    }
}
