// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientWatch;

@Timeout(20)
class LaneTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Execution execution(Duration patience, ClientWatch watch) {
        return new Execution(
                client("192.0.2.1"), watch, LONG, patience, false, "a test", Execution.Weight.ANY, QueryBill.NONE);
    }

    private static Client client(String address) {
        return new Client(Optional.of(address), Subject.ANONYMOUS);
    }

    private static CompletableFuture<Lane.Place> taking(Lane lane, Execution execution) {
        int before = lane.load().waiting();
        CompletableFuture<Lane.Place> place = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return lane.take(execution);
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
        while (lane.load().waiting() == before && !place.isDone()) {
            Thread.onSpinWait();
        }
        return place;
    }

    @Test
    void givesPlacesInTheOrderOfAsking() throws Exception {
        Lane lane = new Lane(1, 10);
        Lane.Place first = lane.take(execution(LONG, ClientWatch.NONE));
        CompletableFuture<Lane.Place> second = taking(lane, execution(LONG, ClientWatch.NONE));
        CompletableFuture<Lane.Place> third = taking(lane, execution(LONG, ClientWatch.NONE));
        assertEquals(new QueryLoad.LaneLoad(1, 1, 2), lane.load());
        first.close();
        first.close();
        second.get();
        assertEquals(new QueryLoad.LaneLoad(1, 1, 1), lane.load());
        second.get().close();
        third.get().close();
        assertEquals(new QueryLoad.LaneLoad(1, 0, 0), lane.load());
    }

    @Test
    void turnsAwayWhoHasNoPatienceAndWhoComesToALongQueue() throws Exception {
        Lane lane = new Lane(1, 1);
        try (Lane.Place first = lane.take(execution(LONG, ClientWatch.NONE))) {
            assertThrows(TransientFault.class, () -> lane.take(execution(Duration.ZERO, ClientWatch.NONE)));
            CompletableFuture<Lane.Place> second = taking(lane, execution(LONG, ClientWatch.NONE));
            TransientFault full =
                    assertThrows(TransientFault.class, () -> lane.take(execution(LONG, ClientWatch.NONE)));
            assertEquals("too many queries are waiting; try again later", full.message());
            CompletableFuture<Lane.Place> job =
                    taking(lane, Execution.job(Client.LOCAL, ClientWatch.NONE, LONG, "a test", Execution.Weight.ANY));
            assertEquals(2, lane.load().waiting());
            first.close();
            second.get().close();
            job.get().close();
        }
    }

    @Test
    void forgetsWhoHasGone() throws Exception {
        ConcurrentLinkedQueue<Runnable> gone = new ConcurrentLinkedQueue<>();
        ClientWatch watch = action -> {
            gone.add(action);
            return () -> {};
        };
        Lane lane = new Lane(1, 1);
        try (Lane.Place first = lane.take(execution(LONG, watch))) {
            assertTrue(gone.isEmpty(), "who need not wait need not be watched");
            CompletableFuture<Lane.Place> second = taking(lane, execution(LONG, watch));
            while (gone.isEmpty()) {
                Thread.onSpinWait();
            }
            gone.remove().run();
            assertThrows(Exception.class, second::get);
            assertEquals(new QueryLoad.LaneLoad(1, 1, 0), lane.load());
        }
    }

    @Test
    void movesWhatRunsOnAmongTheHeavy() throws Exception {
        Lane small = new Lane(3, 10);
        Lane heavy = new Lane(1, 10);
        Lane.Place[] places = new Lane.Place[3];
        for (int i = 0; i < places.length; i++) {
            places[i] = small.take(execution(LONG, ClientWatch.NONE));
        }
        small.demote(LONG, heavy);
        assertEquals(3, small.load().running());
        CompletableFuture<Lane.Place> waiting = taking(small, execution(LONG, ClientWatch.NONE));
        small.demote(Duration.ZERO, heavy);
        assertEquals(new QueryLoad.LaneLoad(1, 2, 0), heavy.load(), "twice its places at most");
        waiting.get().close();
        assertThrows(TransientFault.class, () -> heavy.take(execution(Duration.ZERO, ClientWatch.NONE)));
        for (Lane.Place place : places) {
            place.close();
        }
        assertEquals(0, heavy.load().running());
        assertEquals(0, small.load().running());
    }

    @Test
    void countsTheQueriesOfEachClient() {
        LoadLimits limits = new LoadLimits(5, 1, 5, LONG, 2, LoadLimits.Small.DEFAULT);
        try (Lanes lanes = new Lanes(limits)) {
            Execution mine = execution(LONG, ClientWatch.NONE);
            Lanes.Visit first = lanes.enter(mine);
            lanes.enter(mine);
            TransientFault fault = assertThrows(TransientFault.class, () -> lanes.enter(mine));
            assertEquals(429, fault.httpStatus());
            assertEquals(1, lanes.load().refused());
            lanes.enter(Execution.job(mine.client(), ClientWatch.NONE, LONG, "a test", Execution.Weight.ANY));
            lanes.enter(new Execution(
                    client("192.0.2.2"),
                    ClientWatch.NONE,
                    LONG,
                    LONG,
                    false,
                    "a test",
                    Execution.Weight.ANY,
                    QueryBill.NONE));
            first.close();
            first.close();
            lanes.enter(mine);
            assertThrows(TransientFault.class, () -> lanes.enter(mine));
        }
    }
}
