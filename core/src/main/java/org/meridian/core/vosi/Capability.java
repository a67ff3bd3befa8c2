// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.vosi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function that a service provides (VOSI 1.1, section 3.1; VOResource 1.1, section 2.2.2). Immutable.
 *
 * @param standardId identifier of the standard it follows
 * @param interfaces ways to call it
 * @param extension what the standard's own schema adds
 */
public record Capability(String standardId, List<Interface> interfaces, Optional<Extension> extension) {

    /** The capabilities resource itself. */
    public static final String VOSI_CAPABILITIES = "ivo://ivoa.net/std/VOSI#capabilities";
    /** The availability resource. */
    public static final String VOSI_AVAILABILITY = "ivo://ivoa.net/std/VOSI#availability";
    /** The tables resource, with {@code detail} and a child for each table. */
    public static final String VOSI_TABLES = "ivo://ivoa.net/std/VOSI#tables-1.1";
    /** The examples resource. */
    public static final String DALI_EXAMPLES = "ivo://ivoa.net/std/DALI#examples";

    public Capability {
        interfaces = List.copyOf(interfaces);
    }

    /** A capability without extension, called in one way. */
    public static Capability of(String standardId, Interface only) {
        return new Capability(standardId, List.of(only), Optional.empty());
    }

    /** How a client calls a capability. */
    public sealed interface Interface {
        /** The URL, complete or to be completed as the kind of interface says. */
        String accessUrl();
    }

    /**
     * A service called by HTTP with parameters ({@code vs:ParamHTTP}; role {@code std} where anybody may use it).
     *
     * @param version of the standard
     * @param accessUrl without trailing slash
     * @param use whether the URL is complete or the base of several
     * @param securityMethod how to sign in; empty for an interface that anybody may use. One at most (VOResource 1.1, section
     *     2.2.2): a service that knows several has as many interfaces of one URL
     */
    public record ParamHttp(String version, String accessUrl, Use use, Optional<String> securityMethod)
            implements Interface {

        /** One that anybody may use. */
        public ParamHttp(String version, String accessUrl, Use use) {
            this(version, accessUrl, use, Optional.empty());
        }

        /**
         * Who may use it, and how he signs in: this one, which anybody may use, unless it is closed, and one for each way.
         *
         * @param open whether it answers those who have not signed in
         */
        public List<Interface> with(boolean open, List<String> securityMethods) {
            List<Interface> interfaces = new ArrayList<>();
            if (open) {
                interfaces.add(this);
            }
            for (String method : securityMethods) {
                interfaces.add(
                        open
                                ? new ParamHttp(version, accessUrl, use, Optional.of(method))
                                : new SignedInHttp(version, accessUrl, use, method));
            }
            return interfaces;
        }
    }

    /**
     * A service called by HTTP with parameters that answers nobody who has not signed in ({@code vs:ParamHTTP}, role {@code
     * std}); one for each way to sign in.
     *
     * @param version of the standard
     * @param accessUrl without trailing slash
     * @param use whether the URL is complete or the base of several
     * @param securityMethod how to sign in
     */
    public record SignedInHttp(String version, String accessUrl, Use use, String securityMethod) implements Interface {}

    /** A page for people ({@code vr:WebBrowser}). */
    public record WebBrowser(String accessUrl) implements Interface {}

    /** What a client does with an access URL. */
    public enum Use {
        /** It calls the URL as it is. */
        FULL,
        /** It appends the names of resources. */
        BASE
    }

    /** Elements that the schema of one standard adds to its capability. */
    public interface Extension {
        /** The xsi:type, with a prefix bound to {@link #namespace()}. */
        String type();

        /** Namespace of the schema. */
        String namespace();

        /** Writes the elements that follow the interfaces. */
        void write(XmlDocument xml);
    }

    /**
     * The document of a capabilities resource, {@code text/xml}.
     *
     * @param capabilities what the service provides; at least one
     */
    public static String toXml(List<Capability> capabilities) {
        XmlDocument xml = new XmlDocument();
        xml.start("vosi:capabilities")
                .attribute("xmlns:vosi", "http://www.ivoa.net/xml/VOSICapabilities/v1.0")
                .attribute("xmlns:vr", "http://www.ivoa.net/xml/VOResource/v1.0")
                .attribute("xmlns:vs", "http://www.ivoa.net/xml/VODataService/v1.1")
                .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        capabilities.stream().flatMap(c -> c.extension.stream()).forEach(extension -> bindPrefix(xml, extension));
        capabilities.forEach(capability -> capability.write(xml));
        return xml.end().toString();
    }

    private static void bindPrefix(XmlDocument xml, Extension extension) {
        String type = extension.type();
        xml.attribute("xmlns:" + type.substring(0, type.indexOf(':')), extension.namespace());
    }

    private void write(XmlDocument xml) {
        xml.start("capability").attribute("standardID", standardId);
        extension.ifPresent(e -> xml.attribute("xsi:type", e.type()));
        interfaces.forEach(i -> write(xml, i));
        extension.ifPresent(e -> e.write(xml));
        xml.end();
    }

    private static void write(XmlDocument xml, Interface each) {
        xml.start("interface");
        Use use = switch (each) {
            case ParamHttp http -> {
                xml.attribute("xsi:type", "vs:ParamHTTP");
                if (http.securityMethod.isEmpty()) {
                    xml.attribute("role", "std");
                }
                xml.attribute("version", http.version);
                yield http.use;
            }
            case SignedInHttp http -> {
                xml.attribute("xsi:type", "vs:ParamHTTP")
                        .attribute("role", "std")
                        .attribute("version", http.version);
                yield http.use;
            }
            case WebBrowser page -> {
                xml.attribute("xsi:type", "vr:WebBrowser");
                yield Use.FULL;
            }
        };
        xml.start("accessURL")
                .attribute("use", use == Use.FULL ? "full" : "base")
                .text(each.accessUrl());
        securityMethod(each)
                .ifPresent(method -> xml.start("securityMethod")
                        .attribute("standardID", method)
                        .end());
        xml.end();
    }

    private static Optional<String> securityMethod(Interface each) {
        return switch (each) {
            case ParamHttp http -> http.securityMethod;
            case SignedInHttp http -> Optional.of(http.securityMethod);
            case WebBrowser page -> Optional.empty();
        };
    }
}
