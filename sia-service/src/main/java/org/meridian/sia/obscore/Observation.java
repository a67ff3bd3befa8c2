// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.List;
import java.util.Optional;

/**
 * What a scan found out about a dataset.
 *
 * @param publisherDid its identity
 * @param row what is published
 * @param rights who may read it, and know of it
 * @param links files that belong to it
 * @param part what it is in a picture in colour
 */
public record Observation(
        String publisherDid, ObscoreRow row, Rights rights, List<Dataset.Link> links, Optional<CompositePart> part) {
    public Observation {
        links = List.copyOf(links);
    }
}
