// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;
import static org.meridian.gateway.rest.Page.moment;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.auth.identity.Secret;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.share.OpenShare;
import org.meridian.workspace.space.Bytes;

/**
 * Pages that browsers are shown by a link to files. Immutable.
 *
 * @param root path of the gateway's root as browsers know it, without trailing slash
 * @param secret of the link
 */
record SharePage(String root, Secret secret) {

    private static final int MOST_CHILDREN = 1000;
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

    /** Path of something that a link shows. */
    static String path(Secret secret, NodePath below) {
        return "/share/" + VosUri.escaped(secret.text()) + VosUri.escaped(below);
    }

    private String href(NodePath below, String query) {
        return escaped(root + path(secret, below) + query);
    }

    /**
     * Asks for the password.
     *
     * @param below where it leads to
     * @param message what was wrong before; empty if nothing
     */
    Page password(NodePath below, String message) {
        return Page.of(root, "A link to files", Page.alert(message) + """
                <p class="hint">Whoever gave you this link has a password for you, too.</p>
                <form method="post" action="%s" class="stack">
                  <label>Password
                    <input type="password" name="password" autocomplete="off" required autofocus></label>
                  <button type="submit">Open</button>
                </form>
                """.formatted(href(below, "")));
    }

    /** Shows a file. */
    Page file(OpenShare open, NodePath below) throws IOException {
        long size;
        Optional<Checksums> checksums;
        String changed;
        try (Bytes.Readable file = open.read(below)) {
            size = file.file().state().size();
            changed = moment(file.file().state().modified());
            checksums = file.record().checksumsOf(file.file().state());
        }
        String sum = checksums
                .map(known -> "<dt>SHA-256</dt><dd><code>" + known.sha256Hex() + "</code></dd>\n"
                        + "<dt>MD5</dt><dd><code>" + known.md5Hex() + "</code></dd>\n")
                .orElse("");
        return Page.of(
                root,
                open.name(below),
                up(below) + """
                <section class="card">
                  <dl class="facts">
                    <dt>Size</dt><dd>%1$s</dd>
                    <dt>Changed</dt><dd>%2$s</dd>
                    %3$s%4$s  </dl>
                  <div class="ways"><a class="button narrow" href="%5$s">Download</a></div>
                </section>
                """.formatted(size(size), changed, sum, ends(open), href(below, "?download")));
    }

    private static String ends(OpenShare open) {
        String left = open.share()
                .most()
                .map(most ->
                        "<dt>Downloads left</dt><dd>" + (most - open.share().downloads()) + "</dd>\n")
                .orElse("");
        return "<dt>Link good until</dt><dd>" + moment(open.share().expires()) + "</dd>\n" + left;
    }

    /**
     * Lists a folder.
     *
     * @param from name that the list begins with, if it does not with the first
     */
    Page folder(OpenShare open, NodePath below, Optional<String> from) throws IOException {
        List<Node> some = open.children(below, org.meridian.workspace.space.Page.byName(from, MOST_CHILDREN + 1));
        List<Node> shown = some.stream()
                .limit(MOST_CHILDREN)
                .filter(child -> child.type() != NodeType.LinkNode)
                .toList();
        String table = Html.table(
                "There is nothing in it.", List.of("Name", "Size", "Changed"), shown, child -> row(below, child));
        String next = some.size() <= MOST_CHILDREN
                ? ""
                : "<p><a href=\""
                        + href(
                                below,
                                "?from=" + VosUri.escaped(some.getLast().path().name())) + "\">More</a></p>\n";
        return Page.of(
                root,
                open.name(below),
                up(below)
                        + """
                <section class="card">
                  %1$s%2$s  <dl class="facts">
                    %3$s  </dl>
                  <div class="ways"><a class="button narrow" href="%4$s">All as zip</a> <a class="button narrow" href="%5$s">All as tar</a></div>
                </section>
                """.formatted(
                                table, next, ends(open), href(below, "?package=zip"), href(below, "?package=tar")));
    }

    private String up(NodePath below) {
        return below.isRoot()
                ? ""
                : "<p><a href=\"" + href(below.parent(), "") + "\">To the folder that it is in</a></p>\n";
    }

    private String row(NodePath below, Node child) {
        boolean folder = child.type() == NodeType.ContainerNode;
        NodePath path = below.child(child.path().name());
        String size = Optional.ofNullable(child.properties().get(CoreProperties.LENGTH))
                .map(text -> size(Long.parseLong(text)))
                .orElse("");
        return "<td><a href=\"" + href(path, "") + "\">" + escaped(path.name()) + (folder ? "/" : "") + "</a></td><td>"
                + size + "</td><td>"
                + escaped(child.properties()
                        .getOrDefault(CoreProperties.MTIME, "")
                        .replaceFirst("\\..*", ""))
                + "</td><td><a href=\"" + href(path, folder ? "?package=zip" : "?download") + "\">"
                + (folder ? "Zip" : "Download") + "</a></td>";
    }

    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f %s (%d bytes)", value, UNITS[unit], bytes);
    }
}
