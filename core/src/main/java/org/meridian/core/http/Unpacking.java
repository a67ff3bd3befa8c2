// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.meridian.core.dali.DaliFault.UsageFault;

/** How a file is compressed (gzip, bzip2 or Unix compress), and its unpacking. */
public enum Unpacking {
    GZIP(0x1F, 0x8B, -1) {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, 1 << 16);
        }
    },
    BZIP2('B', 'Z', 'h') {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new BZip2CompressorInputStream(packed, true);
        }
    },
    COMPRESS(0x1F, 0x9D, -1) {
        @Override
        InputStream unpacked(InputStream packed) throws IOException {
            return new ZCompressorInputStream(packed);
        }
    };

    /** How many bytes tell. */
    public static final int MAGIC_BYTES = 3;

    private final int[] magic;

    Unpacking(int first, int second, int third) {
        this.magic = third < 0 ? new int[] {first, second} : new int[] {first, second, third};
    }

    abstract InputStream unpacked(InputStream packed) throws IOException;

    /**
     * What is unpacked while it is read.
     *
     * @throws UsageFault if it is damaged; reading may throw any exception then
     */
    public InputStream stream(InputStream packed, String label) {
        return opened(packed, label);
    }

    /** How a file is compressed; empty if it is not. */
    public static Optional<Unpacking> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(MAGIC_BYTES));
        }
    }

    /** The same of a file that begins so, with {@link #MAGIC_BYTES} bytes at most. */
    public static Optional<Unpacking> of(byte[] start) {
        for (Unpacking kind : values()) {
            boolean same = start.length >= kind.magic.length;
            for (int i = 0; same && i < kind.magic.length; i++) {
                same = (start[i] & 0xFF) == kind.magic[i];
            }
            if (same) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /**
     * Unpacks a file.
     *
     * @throws UsageFault if it is damaged
     * @throws IOException if {@code to} fails
     */
    public void unpack(Path file, OutputStream to, String label) throws IOException {
        byte[] block = new byte[1 << 16];
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = opened(packed, label)) {
            for (int read = read(in, block, label); read >= 0; read = read(in, block, label)) {
                to.write(block, 0, read);
            }
        }
    }

    private InputStream opened(InputStream packed, String label) {
        try {
            return unpacked(packed);
        } catch (IOException e) {
            throw damaged(label);
        }
    }

    private static int read(InputStream in, byte[] block, String label) {
        try {
            return in.read(block);
        } catch (IOException | RuntimeException e) {
            throw damaged(label);
        }
    }

    private static UsageFault damaged(String label) {
        return new UsageFault(label + " is compressed, and cannot be unpacked: it is damaged or did not arrive whole");
    }
}
