// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.core.vosi.Capability.WebBrowser;

/** The capabilities of the TAP service (TAP 1.1, section 2.4). */
final class TapCapabilities {

    private static final String TAP = "ivo://ivoa.net/std/TAP";

    private TapCapabilities() {}

    /**
     * What the service provides.
     *
     * @param service URL of the service, without trailing slash
     * @param access languages, formats and limits
     * @param security who is answered
     */
    static List<Capability> of(String service, TableAccess access, SecurityMethod.Access security) {
        return List.of(
                new Capability(
                        TAP,
                        new ParamHttp("1.1", service, Use.BASE).with(security.open(), security.methods()),
                        Optional.of(access)),
                Capability.of(Capability.VOSI_CAPABILITIES, new ParamHttp("1.0", service + "/capabilities", Use.FULL)),
                Capability.of(Capability.VOSI_AVAILABILITY, new ParamHttp("1.0", service + "/availability", Use.FULL)),
                new Capability(
                        Capability.VOSI_TABLES,
                        new ParamHttp("1.1", service + "/tables", Use.FULL).with(security.open(), security.methods()),
                        Optional.empty()),
                Capability.of(Capability.DALI_EXAMPLES, new WebBrowser(service + "/examples")));
    }
}
