// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.db.Database;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.PrivateFolder;
import org.meridian.workspace.dav.DavResource;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.rest.FilesResource;
import org.meridian.workspace.rest.NodesResource;
import org.meridian.workspace.rest.SpaceResource;
import org.meridian.workspace.space.EditLocks;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.LinkStore;
import org.meridian.workspace.store.LockStore;
import org.meridian.workspace.store.NodeStore;
import org.meridian.workspace.store.TrashStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces' part of the wiring. */
final class Workspaces implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

    private final Optional<Tree> tree;
    private final List<Object> resources;

    private Workspaces(Optional<Tree> tree, List<Object> resources) {
        this.tree = tree;
        this.resources = resources;
    }

    /**
     * Opens them; on machines that cannot have them there are none, and the log says so.
     *
     * @param folder where the files are
     * @param base where clients find the gateway
     * @param access who is answered
     * @throws IOException if the folder cannot be had
     */
    static Workspaces open(Database database, Path folder, BaseUrl base, GatewaySettings.Access access)
            throws IOException {
        if (!Tree.isSupported()) {
            LOG.warn("there are no workspaces: they need Linux on x86-64 or AArch64");
            return new Workspaces(Optional.empty(), List.of());
        }
        database.migrate(NodeStore.MIGRATIONS);
        Tree tree = Tree.open(PrivateFolder.create(folder));
        Space.Parts parts = new Space.Parts(
                tree,
                new NodeStore(database.owner()),
                new LinkStore(database.owner()),
                new TrashStore(database.owner()),
                new EditLocks(new LockStore(database.owner()), InstantSource.system()),
                new VosUri(authority(base)));
        Space space = new Space(parts);
        boolean open = !access.signInFor().contains("vospace");
        return new Workspaces(
                Optional.of(tree),
                List.of(
                        new SpaceResource(base, SecurityMethod.Access.of(open), Instant.now()),
                        new NodesResource(space),
                        new FilesResource(space.bytes()),
                        new DavResource(space, base)));
    }

    /** Named after the host by which clients know the gateway. */
    private static String authority(BaseUrl base) {
        return base.fixed().map(url -> url.getHost()).orElse("localhost") + "~vospace";
    }

    List<Object> resources() {
        return resources;
    }

    @Override
    public void close() throws IOException {
        if (tree.isPresent()) {
            tree.get().close();
        }
    }
}
