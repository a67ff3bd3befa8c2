// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.http.BaseUrl;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.rest.Requests;

/**
 * What a request says by its address and headers (RFC 4918, section 10).
 *
 * @param context the request
 * @param base where clients find the gateway
 */
record DavRequest(ContainerRequestContext context, BaseUrl base) {

    /** Path of the root of all folders in the gateway. */
    static final String ROOT = "/dav";

    private static final Duration SHORT = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** How much below a resource is meant. */
    enum Depth {
        /** Nothing. */
        ZERO,
        /** What is in it. */
        ONE,
        /** All. */
        INFINITY
    }

    /** Who asks. */
    Subject subject() {
        return Caller.subject(context);
    }

    String method() {
        return context.getMethod();
    }

    /** The node that the address stands for. */
    NodePath path() {
        return Requests.path(context, ROOT.substring(1));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.getHeaderString(name)).map(String::strip);
    }

    /** The address of a node, as a path; of a collection it ends with a slash. */
    String href(NodePath path, boolean collection) {
        String root =
                URI.create(base.url(context.getUriInfo().getBaseUri(), ROOT)).getRawPath();
        return root + VosUri.escaped(path) + (collection ? "/" : "");
    }

    /** The same of a node that there is. */
    String href(Node node) {
        return href(node.path(), node.type() == NodeType.ContainerNode);
    }

    /**
     * The header Depth.
     *
     * @param allowed those that the method takes
     * @throws DavFault 400 for another
     */
    Depth depth(Depth unsaid, Set<Depth> allowed) {
        Depth depth = switch (header("Depth")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .orElse("")) {
            case "" -> unsaid;
            case "0" -> Depth.ZERO;
            case "1" -> Depth.ONE;
            case "infinity" -> Depth.INFINITY;
            default -> throw new DavFault(400, "the header Depth is 0, 1 or infinity");
        };
        if (!allowed.contains(depth)) {
            throw new DavFault(
                    400,
                    method() + " does not go with the header Depth: "
                            + header("Depth").orElse(""));
        }
        return depth;
    }

    /** Whether what is at the destination may be replaced (section 10.6). */
    boolean overwrite() {
        return switch (header("Overwrite")
                .map(text -> text.toUpperCase(Locale.ROOT))
                .orElse("T")) {
            case "T" -> true;
            case "F" -> false;
            default -> throw new DavFault(400, "the header Overwrite is T or F");
        };
    }

    /**
     * Where something is to go (section 10.3).
     *
     * @throws DavFault 400 if it is not said, 502 if it is not here
     */
    NodePath destination() {
        String header =
                header("Destination").orElseThrow(() -> new DavFault(400, method() + " needs a header Destination"));
        return pathOf(header)
                .orElseThrow(() -> new DavFault(
                        502,
                        "the destination is not here: it has to begin with "
                                + base.url(context.getUriInfo().getBaseUri(), ROOT)));
    }

    /**
     * The node of an address that a header names; empty if it is not one of ours.
     *
     * @param address absolute, or its path alone
     * @throws DavFault 400 if it is no address
     */
    Optional<NodePath> pathOf(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getRawPath() == null || uri.getRawFragment() != null || uri.getRawQuery() != null) {
                throw new DavFault(400, "a header names an address that cannot be that of a file");
            }
            URI given = context.getUriInfo().getBaseUri();
            boolean here = uri.getRawAuthority() == null
                    || Stream.concat(Stream.of(given), base.fixed().stream()).anyMatch(own -> same(own, uri));
            return here ? below(uri.getRawPath(), given) : Optional.empty();
        } catch (URISyntaxException | InvalidPathException e) {
            throw new DavFault(400, "a header names an address that is none: " + e.getMessage());
        }
    }

    /** Host and port; behind a proxy the gateway need not know by which scheme it was asked. */
    private static boolean same(URI own, URI given) {
        return own.getHost() != null && own.getHost().equalsIgnoreCase(given.getHost()) && port(own) == port(given);
    }

    private static int port(URI uri) {
        boolean usual = uri.getPort() == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
        return usual ? -1 : uri.getPort();
    }

    private Optional<NodePath> below(String path, URI given) {
        List<String> roots = Stream.concat(
                        base.fixed().map(URI::getRawPath).stream(),
                        Stream.of(given.getRawPath().replaceFirst("/$", "")))
                .map(prefix -> prefix + ROOT)
                .toList();
        return roots.stream()
                .filter(root -> path.equals(root) || path.startsWith(root + "/"))
                .findFirst()
                .map(root -> NodePath.ofEscaped(path.substring(root.length())));
    }

    /** The header If. */
    Optional<IfHeader> conditions() {
        return header("If").map(IfHeader::parse);
    }

    /** For how long a lock is wanted (section 10.7), within what there can be. */
    Duration timeout() {
        for (String each : header("Timeout").orElse("").split(",")) {
            String text = each.strip();
            if (text.equalsIgnoreCase("Infinite")) {
                return LONGEST;
            }
            if (text.matches("(?i)Second-[0-9]{1,18}")) {
                long seconds = Math.clamp(Long.parseLong(text.substring(7)), 1, LONGEST.toSeconds());
                return Duration.ofSeconds(seconds);
            }
        }
        return SHORT;
    }
}
