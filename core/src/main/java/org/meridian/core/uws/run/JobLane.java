// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import org.meridian.core.uws.JobLimits;

/** The places of a gateway for jobs of one weight, and how long those take. Thread-safe. */
final class JobLane {

    private final boolean heavy;
    private final JobLimits.Lane limits;
    private final RunTimes times = new RunTimes();
    private int free;

    JobLane(boolean heavy, JobLimits.Lane limits) {
        this.heavy = heavy;
        this.limits = limits;
        this.free = limits.atOnce();
    }

    /** Whether it is the lane of heavy jobs. */
    boolean heavy() {
        return heavy;
    }

    JobLimits.Lane limits() {
        return limits;
    }

    /** How long its jobs take. */
    RunTimes times() {
        return times;
    }

    /** Takes a place, if one is free. */
    boolean take() {
        return takeAbove(0);
    }

    /** Takes a place even if none is free, as long as no more jobs run than twice the number of places. */
    boolean squeezeIn() {
        return takeAbove(-limits.atOnce());
    }

    /** Whether more jobs run than there are places, so that nobody should begin another. */
    synchronized boolean isOverfull() {
        return free < 0;
    }

    private synchronized boolean takeAbove(int least) {
        if (free <= least) {
            return false;
        }
        free--;
        return true;
    }

    private synchronized void giveBack() {
        free++;
    }

    /** A place that has been taken. Thread-safe. */
    static final class Seat {
        private JobLane lane;
        private boolean left;

        /** @param lane in which a place has been taken for it */
        Seat(JobLane lane) {
            this.lane = lane;
        }

        synchronized JobLane lane() {
            return lane;
        }

        /** Moves to a place that has been taken in another lane, and gives back the former; or that one, if it comes too late. */
        synchronized void moveTo(JobLane other) {
            if (left) {
                other.giveBack();
            } else {
                lane.giveBack();
                lane = other;
            }
        }

        /** To be called once, by whoever took it. */
        synchronized void giveBack() {
            left = true;
            lane.giveBack();
        }
    }
}
