// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.rest;

import org.meridian.core.uws.Job;
import org.meridian.core.vosi.XmlDocument;

/** What a service says of its jobs besides what all services say: in {@code jobInfo} (UWS 1.1, section 2.1.14). */
public interface JobExtras {

    /** Nothing. */
    JobExtras NONE = new JobExtras() {
        @Override
        public boolean hasInfo(Job job) {
            return false;
        }

        @Override
        public void info(XmlDocument xml, Job job) {}
    };

    /** Whether there is anything. */
    boolean hasInfo(Job job);

    /** Adds elements. */
    void info(XmlDocument xml, Job job);
}
