// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import org.meridian.core.sky.Moc;

/**
 * What everybody may know of a collection. Immutable.
 *
 * @param datasets how many
 * @param moc where they are; of no larger order than {@link Coverages#ORDER}
 */
public record Coverage(long datasets, Moc moc) {}
