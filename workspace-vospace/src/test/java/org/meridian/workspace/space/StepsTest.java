// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;

@Timeout(60)
class StepsTest {

    private static final Account ANN = new Account(Kind.USER, "ann");
    private static final Account BOB = new Account(Kind.USER, "bob");
    private static final Set<Thread.State> AT_REST = EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED);

    private final Steps steps = new Steps();
    private final List<String> done = new CopyOnWriteArrayList<>();

    private Thread census(Account account) {
        Thread census = new Thread(() -> steps.alone(account, () -> done.add("census of " + account.text())));
        census.start();
        while (!AT_REST.contains(census.getState())) {
            Thread.onSpinWait();
        }
        return census;
    }

    @Test
    void aCensusWaitsForTheStepsInItsAccount() throws Exception {
        Thread census = steps.beside(List.of(BOB, ANN), () -> {
            Thread waiting = census(ANN);
            done.add("step");
            return waiting;
        });
        census.join();
        assertEquals(List.of("step", "census of user ann"), done);
    }

    @Test
    void nobodyWaitsForTheCensusOfAnother() throws Exception {
        boolean taken = steps.alone(ANN, () -> steps.beside(BOB, () -> true));
        assertTrue(taken);
        steps.beside(List.of(BOB), () -> {
            Thread census = census(ANN);
            while (census.isAlive()) {
                Thread.onSpinWait();
            }
            return done.add("step");
        });
        assertEquals(List.of("census of user ann", "step"), done);
    }
}
