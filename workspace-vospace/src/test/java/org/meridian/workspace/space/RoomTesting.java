// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;

/** A space whose user and team have as much room as a test gives them: at its begin, any. */
abstract class RoomTesting extends SpaceTesting {

    static final Account USER = new Account(Kind.USER, "ann");
    static final Account TEAM = new Account(Kind.TEAM, "gaia");
    static final String KILOBYTE = "x".repeat(1000);

    @BeforeEach
    void unlimited() throws IOException {
        for (Account account : List.of(USER, TEAM)) {
            limit(account, Long.MAX_VALUE, Long.MAX_VALUE);
        }
        space.census().all();
    }

    static void limit(Account account, long bytes, long files) {
        store().limitBytes(account, Optional.of(bytes));
        store().limitFiles(account, Optional.of(files));
    }

    void folder(String path) throws IOException {
        space.create(ANN, path(path), NodeTemplate.of(NodeType.ContainerNode));
    }
}
