// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.workspace.node.NodePath;

/**
 * Links by which files of a service are read without an account; of no standard, so that other services than this gateway have
 * none. Thread-safe.
 */
public final class ShareLinks {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Vospace space;

    /** Those of a service. */
    public ShareLinks(Vospace space) {
        this.space = space;
    }

    private URI address(String more) {
        return URI.create(space.base() + "/shares" + more);
    }

    private String asked(Request request) throws IOException {
        try {
            return new String(space.connection().document(request).body(), UTF_8);
        } catch (VosException e) {
            if (e.isNotThere() && !String.valueOf(e.getMessage()).contains("NodeNotFound")) {
                throw new VosException("the service at " + space.base() + " has no share links");
            }
            throw e;
        }
    }

    /**
     * Makes a link.
     *
     * @param wish further fields, such as {@code expires}
     * @return what the service says of it, in JSON
     */
    public String make(NodePath path, Map<String, String> wish) throws IOException {
        String form = "path=" + encoded(path.toString())
                + wish.entrySet().stream()
                        .map(each -> "&" + each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining());
        return asked(Request.text("POST", address(""), FORM, form));
    }

    /**
     * The links of whoever asks, or all to a node of his and to what is in it.
     *
     * @param before those with lower numbers alone
     * @return what the service says of them, in JSON
     */
    public String list(Optional<NodePath> path, long before) throws IOException {
        String only = path.map(each -> "&path=" + encoded(each.toString())).orElse("");
        return asked(Request.get(address("?before=" + before + only)));
    }

    /** Takes a link back. */
    public void revoke(long id) throws IOException {
        asked(Request.delete(address("/" + id)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
