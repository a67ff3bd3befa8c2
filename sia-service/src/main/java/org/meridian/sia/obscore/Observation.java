// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.List;

/**
 * What a scan found out about a dataset.
 *
 * @param publisherDid its identity
 * @param row what is published
 * @param rights who may read it, and know of it
 * @param links files that belong to it
 */
public record Observation(String publisherDid, ObscoreRow row, Rights rights, List<Dataset.Link> links) {
    public Observation {
        links = List.copyOf(links);
    }
}
