// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.sql.SQLException;

/**
 * How often something is measured: floor and gateway take turns, so that whatever else the machine does meets both.
 *
 * @param warmups turns of both that do not count
 * @param counted turns of both that count
 */
record Rounds(int warmups, int counted) {

    /** Does something once. */
    @FunctionalInterface
    interface Measurement {
        /** What it took, usually in seconds. */
        double take() throws IOException, SQLException, InterruptedException;
    }

    /**
     * Measurements of both, taken in turn.
     *
     * @param floor of what the database alone does
     * @param gateway of what the gateway does
     */
    record Pair(Samples floor, Samples gateway) {
        /** How many times the floor's cost the gateway's is, by the medians. */
        double cost() {
            return gateway.median() / floor.median();
        }

        /** Which part of the floor's throughput the gateway reaches, by the medians. */
        double throughput() {
            return floor.median() / gateway.median();
        }
    }

    /** Measures floor and gateway in turn. */
    Pair alternate(Measurement floor, Measurement gateway) throws IOException, SQLException, InterruptedException {
        double[] floors = new double[counted];
        double[] gateways = new double[counted];
        for (int round = -warmups; round < counted; round++) {
            double ofFloor = floor.take();
            double ofGateway = gateway.take();
            if (round >= 0) {
                floors[round] = ofFloor;
                gateways[round] = ofGateway;
            }
        }
        return new Pair(Samples.of(floors), Samples.of(gateways));
    }
}
