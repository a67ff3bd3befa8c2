// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/** Properties that the service knows of by itself (RFC 4918, section 15; RFC 4331). Nobody sets them. */
enum LiveProperty {
    /** When it was made. */
    CREATIONDATE,
    /** The media type of its bytes. */
    GETCONTENTTYPE,
    /** How many bytes it has. */
    GETCONTENTLENGTH,
    /** The entity tag of its bytes. */
    GETETAG,
    /** When it last changed. */
    GETLASTMODIFIED,
    /** Locks on it. */
    LOCKDISCOVERY,
    /** Whether it is a collection. */
    RESOURCETYPE,
    /** Which locks there can be. */
    SUPPORTEDLOCK,
    /** Room that is left; told only to those who ask for it by name (RFC 4331, section 3). */
    QUOTA_AVAILABLE_BYTES,
    /** Room that is used by whoever is charged for it, likewise (section 4). */
    QUOTA_USED_BYTES,
    /** What can be asked of it by REPORT; told by name only (RFC 3253, section 3.1.5). */
    SUPPORTED_REPORT_SET,
    /** What its members are now; told by name only, and of the collection that is asked for alone (RFC 6578, section 4). */
    SYNC_TOKEN;

    /** Told to those alone who ask for them by name. */
    static final Set<LiveProperty> BY_NAME =
            Set.of(QUOTA_AVAILABLE_BYTES, QUOTA_USED_BYTES, SUPPORTED_REPORT_SET, SYNC_TOKEN);

    /** Of collections alone. */
    static final Set<LiveProperty> OF_COLLECTIONS = Set.of(SUPPORTED_REPORT_SET, SYNC_TOKEN);

    /** Of files alone. */
    static final Set<LiveProperty> OF_FILES = Set.of(GETCONTENTTYPE, GETCONTENTLENGTH, GETETAG);

    /** Of collections alone, where it can be told (RFC 4331). */
    static final Set<LiveProperty> OF_ROOM = Set.of(QUOTA_AVAILABLE_BYTES, QUOTA_USED_BYTES);

    /** A property that is the node's name until somebody sets another. */
    static final QName DISPLAYNAME = new QName(XmlBody.DAV, "displayname");

    /** Properties of the namespace that mean something elsewhere, and cannot be set here either. */
    private static final Set<String> OTHERS = Set.of("getcontentlanguage", "source");

    private final QName name =
            new QName(XmlBody.DAV, name().toLowerCase(Locale.ROOT).replace('_', '-'));

    /** The name of its element. */
    QName element() {
        return name;
    }

    /** That of this name, if there is one. */
    static Optional<LiveProperty> named(QName name) {
        return Arrays.stream(values()).filter(each -> each.name.equals(name)).findFirst();
    }

    /** Whether nobody sets a property of that name. */
    static boolean isProtected(QName name) {
        return named(name).isPresent()
                || name.getNamespaceURI().equals(XmlBody.DAV) && OTHERS.contains(name.getLocalPart());
    }
}
