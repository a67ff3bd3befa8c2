// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.workspace.node.NodePath;

@Timeout(20)
class NodeLocksTest {

    private final NodeLocks locks = new NodeLocks();

    private static NodePath path(String text) {
        return NodePath.of(text);
    }

    /** Another thread that holds the lock of a path as long as it is let. */
    private Thread holding(NodePath one, NodePath other, CountDownLatch has) {
        return Thread.ofPlatform().start(() -> {
            try (NodeLocks.Held held = locks.hold(one, other)) {
                has.countDown();
            }
        });
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFolderIsNotMovedWhileSomethingInItIsChanged() throws Exception {
        CountDownLatch has = new CountDownLatch(1);
        Thread mover;
        try (NodeLocks.Held held = locks.hold(path("/home/ann/d/e/f"))) {
            mover = holding(path("/home/ann/d"), path("/home/ann/x"), has);
            awaitBlocked(mover);
            assertEquals(1, has.getCount());
        }
        assertTrue(has.await(10, TimeUnit.SECONDS));
        mover.join();
    }

    @Test
    void changesInOneFolderDoNotWaitForEachOther() throws Exception {
        CountDownLatch has = new CountDownLatch(1);
        try (NodeLocks.Held held = locks.hold(path("/home/ann/d/a"))) {
            Thread other = holding(path("/home/ann/d/b"), path("/home/ann/d/c"), has);
            assertTrue(has.await(10, TimeUnit.SECONDS));
            other.join();
        }
    }

    @Test
    void whoHoldsALockMayTakeItAgain() {
        try (NodeLocks.Held held = locks.hold(path("/home/ann/d"), path("/home/ann/d/e"));
                NodeLocks.Held again = locks.hold(path("/home/ann/d"), path("/home/ann/d/e"))) {
            assertTrue(again != held);
        }
    }
}
