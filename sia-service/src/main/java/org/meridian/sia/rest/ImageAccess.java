// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.XmlDocument;

/**
 * What SimpleDALRegExt 1.2, section 3.3, adds to the capability of a service of images as they were taken.
 *
 * @param maxRecords images in an answer at most
 */
record ImageAccess(long maxRecords) implements Capability.Extension {

    @Override
    public String type() {
        return "sia:SimpleImageAccess";
    }

    @Override
    public String namespace() {
        return "http://www.ivoa.net/xml/SIA/v1.1";
    }

    @Override
    public void write(XmlDocument xml) {
        xml.element("imageServiceType", "Pointed");
        xml.element("maxRecords", Long.toString(maxRecords));
    }
}
