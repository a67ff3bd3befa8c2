// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.meridian.core.auth.identity.Administration;
import org.meridian.gateway.Gateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that runs until the process is told to stop. */
final class Foreground {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

    private Foreground() {}

    /** What a command does between start and ready. */
    @FunctionalInterface
    interface Preparation<E extends Exception> {
        void run() throws E;
    }

    /** Makes an administrator's account if there is none, and prints its password: the only time that it can be seen. */
    static void tellFirstAdmin(Gateway gateway) {
        gateway.firstAdmin().ifPresent(password -> {
            PrintStream out = System.out;
            out.printf(
                    "%n  There is no administrator yet. One has been made: user %s, password %s%n",
                    Administration.FIRST_ADMIN, password.text());
            out.printf("  The password is good for a single use, to set another:%n");
            out.printf(
                    "    curl -d username=%s -d password=%s -d new_password=... %s/auth/password%n%n",
                    Administration.FIRST_ADMIN, password.text(), gateway.baseUrl());
            out.flush();
        });
    }

    /**
     * Prepares the gateway, says that it is ready, and waits. The gateway is closed on SIGTERM, on Ctrl-C, and when the
     * preparation fails.
     *
     * @throws E if the preparation fails
     */
    static <E extends Exception> void run(Gateway gateway, Preparation<E> preparation) throws E, InterruptedException {
        gateway.closeAtExit();
        preparation.run();
        long sinceStartMs = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        LOG.info(
                "Meridian is ready: {} ({} s after its start)",
                gateway.baseUrl(),
                String.format(Locale.ROOT, "%.1f", sinceStartMs / 1000.0));
        new CountDownLatch(1).await();
    }
}
