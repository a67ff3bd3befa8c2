// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.http.TemporaryFiles.TemporaryFile;
import org.meridian.core.http.Unpacking;
import org.meridian.core.picture.Pictures;
import org.meridian.core.votable.TableReader;
import org.meridian.core.votable.TableReader.OpenTable;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * Makes views of files, within bounds of time, memory and disk. Thread-safe.
 *
 * @param tables reads tables
 * @param disk where files go that must be unpacked first
 */
public record Views(TableReader tables, TemporaryFiles disk) {

    /** For headers and pictures. */
    private static final Duration TIME = Duration.ofSeconds(60);

    private static final long MOST_UNPACKED = 1L << 30;
    private static final int CHUNK = 1 << 18;
    private static final int MAGIC = 9;

    /**
     * The headers of a FITS file, compressed or not.
     *
     * @param file at its beginning; not closed
     * @throws VospaceFault ViewNotSupported if it is none; InvalidData if it is damaged
     */
    public String header(FileChannel file, String label) throws IOException {
        Deadline deadline = Deadline.in(TIME);
        Optional<Unpacking> packed = Unpacking.of(start(file));
        if (packed.isEmpty()) {
            return FitsHeaders.of(Channels.newInputStream(file), deadline);
        }
        try {
            return FitsHeaders.of(packed.get().stream(Channels.newInputStream(file), label), deadline);
        } catch (VospaceFault | DaliFault fault) {
            throw fault;
        } catch (IOException | RuntimeException e) {
            throw new VospaceFault(Name.InvalidData, label + " is compressed, and cannot be unpacked: it is damaged");
        }
    }

    /**
     * A small picture of a FITS image, or of a picture, as PNG.
     *
     * @param account under which room on disk is counted; empty for who is not limited
     * @throws VospaceFault ViewNotSupported if there is none; InvalidData if the file is damaged
     * @throws DaliFault if there is no room to unpack it
     */
    public byte[] preview(FileChannel file, String label, Optional<String> account) throws IOException {
        Deadline deadline = Deadline.in(TIME);
        Optional<Unpacking> packed = Unpacking.of(start(file));
        if (packed.isEmpty()) {
            return picture(file, deadline);
        }
        try (TemporaryFile unpacked = disk.of(account).newFile()) {
            try (OutputStream to = unpacked.write(
                            MOST_UNPACKED, label + " has more than " + MOST_UNPACKED + " bytes when it is unpacked");
                    InputStream in = packed.get().stream(Channels.newInputStream(file), label)) {
                copy(in, to, label, deadline);
            }
            try (FileChannel whole = FileChannel.open(unpacked.path(), StandardOpenOption.READ)) {
                return picture(whole, deadline);
            }
        }
    }

    private static void copy(InputStream in, OutputStream to, String label, Deadline deadline) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = read(in, chunk, label); read >= 0; read = read(in, chunk, label)) {
            deadline.check();
            to.write(chunk, 0, read);
        }
    }

    private static int read(InputStream in, byte[] chunk, String label) {
        try {
            return in.read(chunk);
        } catch (IOException | RuntimeException e) {
            throw new VospaceFault(Name.InvalidData, label + " is compressed, and cannot be unpacked: it is damaged");
        }
    }

    private static byte[] picture(FileChannel file, Deadline deadline) throws IOException {
        String magic = new String(start(file), ISO_8859_1);
        if (magic.startsWith("SIMPLE  ")) {
            FitsImage image = FitsImage.find(file, deadline);
            return Pictures.gray(image.reduced(file, SmallerPictures.LONGEST, deadline));
        }
        if (magic.startsWith("\u0089PNG") || magic.startsWith("\u00ff\u00d8\u00ff") || magic.startsWith("GIF8")) {
            return SmallerPictures.smaller(file, deadline);
        }
        throw SmallerPictures.unknown();
    }

    private static byte[] start(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAGIC);
        while (start.hasRemaining() && file.read(start, start.position()) >= 0) {
            // Read on.
        }
        return java.util.Arrays.copyOf(start.array(), start.position());
    }

    /**
     * A file as a table.
     *
     * @param file at its beginning; not closed
     * @param account under which room on disk is counted; empty for who is not limited
     * @return closed by the caller
     * @throws DaliFault if it is none, damaged, or too large
     */
    public OpenTable table(FileChannel file, String label, Optional<String> account) throws IOException {
        return tables.open(Channels.newInputStream(file), label, account);
    }
}
