// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.io.IOException;
import java.util.Optional;
import org.meridian.core.sky.SkyPoint;

/** Knows where objects are by their names, for {@code ivo_simbadpoint}. Thread-safe. */
public interface NameResolver {

    /**
     * The ICRS position of an object.
     *
     * @param name as an astronomer writes it, such as {@code GJ 699}
     * @return empty if there is no such object
     * @throws IOException if nobody can be asked now; the message is for the user
     */
    Optional<SkyPoint> resolve(String name) throws IOException;
}
