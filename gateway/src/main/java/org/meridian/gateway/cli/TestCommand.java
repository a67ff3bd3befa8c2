// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import picocli.CommandLine.Command;

/** Shown in the help; the launcher runs the tests itself, because they need sources and Maven. */
@Command(name = "test", description = "Run all tests of a source checkout.")
final class TestCommand implements Runnable {

    @Override
    public void run() {
        throw new Main.Refusal("tests run from a source checkout, by its launcher: ./meridian test");
    }
}
