// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/**
 * What files of a service were before they were replaced; of no standard, so that other services than this gateway have none.
 * Thread-safe.
 */
public final class FileVersions {

    private final Vospace space;

    /** Those of a service. */
    public FileVersions(Vospace space) {
        this.space = space;
    }

    private URI address(NodePath path, String query) {
        return URI.create(space.base() + "/versions" + VosUri.escaped(path) + query);
    }

    private String asked(Request request) throws IOException {
        try {
            return new String(space.connection().document(request).body(), UTF_8);
        } catch (VosException e) {
            if (e.isNotThere() && !String.valueOf(e.getMessage()).contains("NodeNotFound")) {
                throw new VosException("the service at " + space.base() + " has no versions of files");
            }
            throw e;
        }
    }

    /** The versions of a file, what was replaced last first, as the service tells them in JSON. */
    public String list(NodePath path) throws IOException {
        return asked(Request.get(address(path, "")));
    }

    /** Puts a version in the place of its file, which becomes a version. */
    public void restore(NodePath path, long version) throws IOException {
        asked(Request.text("POST", address(path, "?version=" + version), "text/plain", ""));
    }

    /** Removes a version for good. */
    public void remove(NodePath path, long version) throws IOException {
        asked(Request.delete(address(path, "?version=" + version)));
    }

    /**
     * Writes the bytes of a version as they come; it is known at the end only whether they were right.
     *
     * @param out left open
     */
    public void write(NodePath path, long version, OutputStream out) throws IOException {
        WritableByteChannel channel = Channels.newChannel(out);
        Sums sums = new Sums();
        Movement movement = new Movement(bytes -> {});
        Answer<Long> answer = space.connection()
                .once(
                        Request.get(address(path, "?version=" + version)).moving(movement),
                        info -> new Sink(bytes -> Download.pass(bytes, sums, channel), movement));
        out.flush();
        Optional<String> difference = Announced.of(answer.headers(), false).difference(sums.all());
        if (difference.isPresent()) {
            throw new VosException("it did not come as the service has it: " + difference.get());
        }
    }
}
