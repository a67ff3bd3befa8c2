// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.util.Optional;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.Domain;

/**
 * A dataset and what ObsCore says of it that its links tell. Immutable.
 *
 * @param dataset itself
 * @param productType such as {@code image} (ObsCore 1.1, section 4.1); empty if unknown
 * @param domain what can be cut out of it
 */
public record Holding(Dataset dataset, Optional<String> productType, Domain domain) {}
