// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.space.TreeReader;
import org.meridian.workspace.storage.Directory;

/**
 * Writes what is below a container as a package, file by file. All is in a folder named like the container; beside it lies a
 * manifest with the SHA-256 of each file, as {@code sha256sum -c} reads it. Not thread-safe.
 */
public final class PackageWriter implements TreeReader, Closeable {

    private static final int CHUNK = 1 << 18;

    private final NodePath root;
    private final String top;
    private final Entries entries;
    private final Path manifest;
    private final OutputStream lines;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

    /** Where entries go. */
    interface Entries extends Closeable {

        /** A name that can do no harm where the package is unpacked. */
        String safe(String name);

        void folder(String name, Instant modified) throws IOException;

        /** Begins a file of so many bytes. */
        OutputStream file(String name, long size, Instant modified) throws IOException;

        void endFile() throws IOException;
    }

    /**
     * A package.
     *
     * @param root of what is packed
     * @param out receives it; not closed
     */
    public PackageWriter(NodePath root, PackageFormat format, OutputStream out) throws IOException {
        this.root = root;
        this.entries = switch (format) {
            case TAR -> new TarEntries(out);
            case ZIP -> new ZipEntries(out);
        };
        this.top = root.isRoot() ? "workspaces" : entries.safe(root.name());
        this.manifest = Files.createTempFile("meridian-manifest-", ".txt");
        this.lines = new BufferedOutputStream(Files.newOutputStream(manifest));
        entries.folder(top + "/", Instant.now());
    }

    private String name(NodePath path) {
        StringBuilder name = new StringBuilder(top);
        path.names()
                .subList(root.names().size(), path.names().size())
                .forEach(each -> name.append('/').append(entries.safe(each)));
        return name.toString();
    }

    @Override
    public void container(NodePath path, Instant modified) throws IOException {
        entries.folder(name(path) + "/", modified);
    }

    @Override
    public void file(NodePath path, Directory.OpenFile file) throws IOException {
        String name = name(path);
        long size = file.state().size();
        MessageDigest digest = sha256();
        OutputStream out = entries.file(name, size, file.state().modified());
        long left = size;
        while (left > 0) {
            chunk.clear().limit((int) Math.min(CHUNK, left));
            int read = file.channel().read(chunk);
            if (read < 0) {
                // Its length has been written: the package is broken off, so that nobody takes it for whole.
                throw new IOException(path + " became shorter while it was packed");
            }
            digest.update(chunk.array(), 0, read);
            out.write(chunk.array(), 0, read);
            left -= read;
        }
        entries.endFile();
        // As GNU's sha256sum writes a name with a backslash.
        String line = HexFormat.of().formatHex(digest.digest()) + "  " + name.replace("\\", "\\\\");
        line((name.indexOf('\\') < 0 ? "" : "\\") + line);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void link(NodePath path, String target) throws IOException {
        line("# " + name(path) + " is a link to " + target);
    }

    @Override
    public void leftOut(NodePath path, String why) throws IOException {
        line("# not all of " + name(path) + " is here: " + why);
    }

    private void line(String text) throws IOException {
        lines.write((text + "\n").getBytes(UTF_8));
    }

    /** Ends the package with the manifest. */
    public void finish() throws IOException {
        lines.close();
        try (OutputStream out = entries.file(top + ".sha256", Files.size(manifest), Instant.now())) {
            Files.copy(manifest, out);
        }
        entries.endFile();
        entries.close();
    }

    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(manifest);
    }
}
