// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.util.Optional;
import org.meridian.core.sky.Moc;
import org.meridian.sia.obscore.Domain.Interval;

/**
 * What everybody may know of a collection. Immutable.
 *
 * @param datasets how many
 * @param open how many of them everybody may read
 * @param timeMjd from the begin of the first observation to the end of the last, as modified Julian dates in UTC
 * @param bandM from the shortest wavelength to the longest, in metres in vacuum
 * @param wholeSky how many of them cover more than half of the sky: these are not in {@code moc} unless there are no others
 * @param moc where they are; of no larger order than {@link Coverages#ORDER}
 */
public record Coverage(
        long datasets, long open, Optional<Interval> timeMjd, Optional<Interval> bandM, long wholeSky, Moc moc) {}
