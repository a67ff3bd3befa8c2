// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.Set;
import org.meridian.core.dali.DaliFault.UsageFault;

/** States of polarization by name (ObsCore 1.1, section B.6.6). Pure functions. */
public final class Polarization {

    private static final Set<String> STATES =
            Set.of("I", "Q", "U", "V", "RR", "LL", "RL", "LR", "XX", "YY", "XY", "YX", "POLI", "POLA");

    private static final int SHOWN = 40;

    private Polarization() {}

    /**
     * The state that a value of POL names.
     *
     * @throws UsageFault if it names none
     */
    public static String required(String value) {
        if (!STATES.contains(value)) {
            String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
            throw new UsageFault("POL is '" + shown + "'; it must be one of "
                    + String.join(", ", STATES.stream().sorted().toList()));
        }
        return value;
    }
}
