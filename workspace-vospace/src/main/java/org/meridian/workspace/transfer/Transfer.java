// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * What is to be transferred from where to where, or has been agreed to be (VOSpace 2.1, section 3.6.1). Immutable.
 *
 * @param target URI of the node
 * @param direction a word of the standard, or the URI to which the node goes within the space
 * @param view URI of the form in which bytes go
 * @param protocols ways in which they can, the preferred one first
 * @param keepBytes whether a node that goes within the space stays where it was, too
 * @param parameters further ones, by their URIs
 */
public record Transfer(
        String target,
        String direction,
        Optional<String> view,
        List<Protocol> protocols,
        Optional<Boolean> keepBytes,
        Map<String, String> parameters) {

    /**
     * A way for bytes to go.
     *
     * @param uri of the protocol
     * @param endpoint URL at which it is spoken
     * @param securityMethods URIs of the ways to show who one is there
     */
    public record Protocol(String uri, Optional<String> endpoint, List<String> securityMethods) {
        public Protocol {
            securityMethods = List.copyOf(securityMethods);
        }
    }

    /** What a transfer does. */
    public enum Kind {
        /** The client sends bytes. */
        PUSH_TO,
        /** The client fetches bytes. */
        PULL_FROM,
        /** The service fetches bytes from elsewhere. */
        PULL_TO,
        /** The service sends bytes elsewhere. */
        PUSH_FROM,
        /** A node gets another name or place. */
        MOVE,
        /** A node gets a copy. */
        COPY
    }

    /** A name that stands for one that the service makes (section 6.4.1). */
    public static final String AUTO = ".auto";

    private static final int SHOWN = 60;

    public Transfer {
        protocols = List.copyOf(protocols);
        parameters = Map.copyOf(new LinkedHashMap<>(parameters));
    }

    /**
     * What it does.
     *
     * @throws VospaceFault InvalidArgument if the direction is none
     */
    public Kind kind() {
        return switch (direction) {
            case "pushToVoSpace" -> Kind.PUSH_TO;
            case "pullFromVoSpace" -> Kind.PULL_FROM;
            case "pullToVoSpace" -> Kind.PULL_TO;
            case "pushFromVoSpace" -> Kind.PUSH_FROM;
            default -> {
                if (!VosUri.isVos(direction)) {
                    throw new VospaceFault(
                            Name.InvalidArgument,
                            "the direction '" + shortened(direction)
                                    + "' is none; it is pushToVoSpace, pullFromVoSpace,"
                                    + " pullToVoSpace, pushFromVoSpace, or the URI of the node that is to be made");
                }
                yield keepBytes.orElse(false) ? Kind.COPY : Kind.MOVE;
            }
        };
    }

    /** Whether the client moves the bytes itself, to or from endpoints that it is told. */
    public boolean isByClient() {
        return kind() == Kind.PUSH_TO || kind() == Kind.PULL_FROM;
    }

    /** The same with a name in the place of {@link #AUTO}. */
    public Transfer named(String name) {
        return new Transfer(named(target, name), named(direction, name), view, protocols, keepBytes, parameters);
    }

    private static String named(String uri, String name) {
        return isAuto(uri) ? uri.substring(0, uri.length() - AUTO.length()) + name : uri;
    }

    /** Whether a URI leaves the name to the service. */
    public static boolean isAuto(String uri) {
        return uri.endsWith("/" + AUTO);
    }

    /** The same with other protocols. */
    public Transfer with(List<Protocol> others) {
        return new Transfer(target, direction, view, others, keepBytes, parameters);
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
