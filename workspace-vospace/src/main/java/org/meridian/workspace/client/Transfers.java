// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.client.Place.Local;
import org.meridian.workspace.client.Place.Remote;
import org.meridian.workspace.client.Place.Standard;
import org.meridian.workspace.client.Tally.Deed;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;

/**
 * Copies files and trees between here and VOSpaces, several at once. What concerns one file is told to the tally; what concerns all
 * is thrown. Not thread-safe.
 */
public final class Transfers {

    private final Spaces spaces;
    private final TransferOptions options;
    private final Tally tally;
    private final ChecksumCache cache;

    /** @param cacheFolder where checksums of files here are remembered; see {@link #cacheFolder} */
    public Transfers(Spaces spaces, TransferOptions options, Tally tally, Path cacheFolder) throws IOException {
        this.spaces = spaces;
        this.options = options;
        this.tally = tally;
        this.cache = new ChecksumCache(cacheFolder);
    }

    /** The folder of a user's checksums: {@code meridian/checksums} in his cache. */
    public static Path cacheFolder(Map<String, String> environment, Path home) {
        return ChecksumCache.ofUser(environment, home);
    }

    /** Makes the target tree like the source tree. */
    public void sync(Place source, Place target) throws IOException {
        Side from = side(source);
        Side to = side(target);
        requireOneRemote(from, to);
        if (!from.isFolder(NodePath.ROOT)) {
            throw new VosException(source + " is no folder");
        }
        tree(from, to);
    }

    private void tree(Side from, Side to) throws IOException {
        cache.prepare();
        try (Workers workers = new Workers(options.jobs())) {
            new TreeCopy(from, to, options, tally, workers).run();
        }
    }

    private static void requireOneRemote(Side from, Side to) throws VosException {
        if (from instanceof LocalSide && to instanceof LocalSide) {
            throw new VosException("both are here; give one as vos:/PATH");
        }
    }

    private Side side(Place place) throws IOException {
        return switch (place) {
            case Local local -> new LocalSide(local.path(), cache);
            case Remote remote -> new RemoteSide(spaces.of(remote), remote.path());
            case Standard standard -> throw new VosException("- is one file, no folder");
        };
    }

    /**
     * Copies files, and trees if that is wanted, into a folder that is there, or one to the place of the target.
     *
     * @param recursive whether trees too
     * @param in what {@code -} is as a source
     * @param out what it is as target
     */
    public void copy(List<Place> sources, Place target, boolean recursive, InputStream in, OutputStream out)
            throws IOException {
        if (target instanceof Standard) {
            for (Place source : sources) {
                write(source, out);
            }
            return;
        }
        boolean into = isFolder(target);
        if (sources.size() > 1 && !into) {
            throw new VosException(target + " is no folder; many can be copied into a folder only");
        }
        cache.prepare();
        try (Workers workers = new Workers(options.jobs())) {
            for (Place source : sources) {
                if (source instanceof Standard) {
                    read(in, target);
                    continue;
                }
                try {
                    copy(source, into ? child(target, name(source)) : target, recursive, workers);
                } catch (IOException e) {
                    tally.failed(source.toString(), e);
                }
            }
        }
    }

    /** Passes the bytes of a file on. */
    public void write(Place source, OutputStream out) throws IOException {
        switch (source) {
            case Remote remote -> new Download(spaces.of(remote), remote.path(), bytes -> {}).to(out);
            case Local local -> Files.copy(local.path(), out);
            case Standard standard -> throw new VosException("- is both source and target");
        }
    }

    private void read(InputStream in, Place target) throws IOException {
        if (!(target instanceof Remote remote)) {
            throw new VosException("- is written to a file of a VOSpace, vos:/PATH");
        }
        new Upload(spaces.of(remote), remote.path(), tally::moved).from(in);
        tally.found(0);
        tally.done(Deed.COPIED, "-");
    }

    private boolean isFolder(Place place) throws IOException {
        return switch (place) {
            case Local local -> Files.isDirectory(local.path());
            case Remote remote ->
                spaces.of(remote)
                        .find(remote.path())
                        .filter(RemoteNode::isContainer)
                        .isPresent();
            case Standard standard -> false;
        };
    }

    private static String name(Place place) throws IOException {
        return switch (place) {
            case Local local ->
                Optional.ofNullable(local.path().toAbsolutePath().normalize().getFileName())
                        .map(Path::toString)
                        .orElseThrow(() -> new VosException("/ has no name; say what it is to be called"));
            case Remote remote -> {
                if (remote.path().isRoot()) {
                    throw new VosException("the root of a space has no name; say what it is to be called");
                }
                yield remote.path().name();
            }
            case Standard standard -> throw new VosException("- has no name; say what the file is to be called");
        };
    }

    private static Place child(Place folder, String name) throws VosException {
        return switch (folder) {
            case Local local -> new Local(local.path().resolve(name));
            case Remote remote -> {
                try {
                    yield remote.child(name);
                } catch (NodePath.InvalidPathException e) {
                    throw new VosException(String.valueOf(e.getMessage()), e);
                }
            }
            case Standard standard -> folder;
        };
    }

    private void copy(Place source, Place target, boolean recursive, Workers workers) throws IOException {
        if (source instanceof Remote from && target instanceof Remote to && atService(from, to, recursive)) {
            return;
        }
        if (isFolder(source)) {
            if (!recursive) {
                throw new VosException("it is a folder; say -r to copy it with all that is in it");
            }
            Side from = side(source);
            Side to = side(target);
            requireOneRemote(from, to);
            new TreeCopy(from, to, options, tally, workers).run();
            return;
        }
        long size = source instanceof Local local
                ? Files.size(local.path())
                : source instanceof Remote remote
                        ? spaces.of(remote).get(remote.path()).length().orElse(0)
                        : 0;
        tally.found(size);
        workers.submit(() -> {
            try {
                if (!options.dryRun()) {
                    file(source, target);
                }
                tally.done(Deed.COPIED, source.toString());
            } catch (IOException e) {
                tally.failed(source.toString(), e);
            }
        });
    }

    private void file(Place source, Place target) throws IOException {
        if (source instanceof Local from && target instanceof Remote to) {
            Checksums sums = Sums.of(from.path());
            new Upload(spaces.of(to), to.path(), tally::moved).from(from.path(), sums);
        } else if (source instanceof Remote from && target instanceof Local to) {
            new Download(spaces.of(from), from.path(), tally::moved).into(to.path(), modified(from));
        } else if (source instanceof Remote from && target instanceof Remote to) {
            new Upload(spaces.of(to), to.path(), tally::moved).from(spaces.of(from), from.path());
        } else {
            throw new VosException("both are here; give one as vos:/PATH");
        }
    }

    private Optional<java.time.Instant> modified(Remote place) throws IOException {
        return spaces.of(place).find(place.path()).flatMap(RemoteNode::modified);
    }

    /** Copies within a service, if it can do that itself. */
    private boolean atService(Remote from, Remote to, boolean recursive) throws IOException {
        Vospace space = spaces.of(from);
        if (space != spaces.of(to)) {
            return false;
        }
        if (from.path().holds(to.path())) {
            throw new VosException("it cannot be copied into itself");
        }
        if (!space.hasJobs() || space.find(to.path()).isPresent()) {
            // The service writes over nothing (VOSpace 2.1, section 6.2.3).
            return false;
        }
        if (space.get(from.path()).isContainer() && !recursive) {
            throw new VosException("it is a folder; say -r to copy it with all that is in it");
        }
        tally.found(0);
        if (!options.dryRun()) {
            space.move(from.path(), to.path(), true);
        }
        tally.done(Deed.COPIED, from.toString());
        return true;
    }
}
