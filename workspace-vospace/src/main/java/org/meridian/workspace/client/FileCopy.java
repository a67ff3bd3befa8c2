// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.util.Optional;
import org.meridian.workspace.client.LocalSide.LocalFolder;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;

/**
 * Copies one file of a tree. Thread-safe.
 *
 * @param source tree that it is in
 * @param target tree that it comes to
 * @param options how
 * @param tally told of its bytes
 */
record FileCopy(Side source, Side target, TransferOptions options, Tally tally) {

    /**
     * Where a file is in both trees.
     *
     * @param at its path
     * @param from the folder that it is in
     * @param to the one that it comes to, if that is there
     */
    record Pair(NodePath at, Side.Folder from, Optional<Side.Folder> to) {}

    void copy(Pair pair, Entry entry) throws IOException {
        switch (source) {
            case LocalSide here -> {
                switch (target) {
                    case RemoteSide there -> upload(pair, entry, here, there);
                    case LocalSide other -> throw new VosException("both are here; cp copies that");
                }
            }
            case RemoteSide there -> {
                switch (target) {
                    case LocalSide here -> download(pair, entry, there, here);
                    case RemoteSide other ->
                        new Upload(other.space(), other.path(pair.at()), tally::moved)
                                .from(there.space(), there.path(pair.at()));
                }
            }
        }
    }

    private void upload(Pair pair, Entry entry, LocalSide here, RemoteSide there) throws IOException {
        if (!(pair.from() instanceof LocalFolder folder)) {
            throw new IllegalStateException("a folder of another tree");
        }
        Checksums sums = folder.sums(entry, options.checksum());
        new Upload(there.space(), there.path(pair.at()), tally::moved).from(here.path(pair.at()), sums);
    }

    private void download(Pair pair, Entry entry, RemoteSide there, LocalSide here) throws IOException {
        Checksums sums = new Download(there.space(), there.path(pair.at()), tally::moved)
                .into(here.writable(pair.at()), entry.modified());
        if (pair.to().isPresent() && pair.to().get() instanceof LocalFolder folder) {
            folder.learn(entry.name(), sums);
        }
    }
}
