// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A header and data unit of a file (FITS 4.0, section 3.1). Immutable.
 *
 * @param index of it in the file, 0 of the primary one
 * @param header as it is in the file
 * @param headerOffset where the header begins in the (unpacked) file
 * @param dataOffset where the data begin
 * @param dataBytes of them, heap included, without what fills the last block; so the header says, the file may end before
 */
public record Hdu(int index, FitsHeader header, long headerOffset, long dataOffset, long dataBytes) {

    /** What an HDU is. */
    public enum Kind {
        /** An array of numbers. */
        IMAGE,
        /** An array of numbers in compressed tiles (FITS 4.0, section 10.1). */
        COMPRESSED_IMAGE,
        BINTABLE,
        ASCII_TABLE,
        /** Random groups, and extensions of other kinds. */
        OTHER
    }

    /** What it is. */
    public Kind kind() {
        String extension = header.text("XTENSION").orElse("IMAGE").strip();
        return switch (extension) {
            case "IMAGE", "IUEIMAGE" -> DataSize.hasGroups(header) ? Kind.OTHER : Kind.IMAGE;
            case "BINTABLE", "A3DTABLE" ->
                header.isTrue("ZIMAGE") && DataSize.isImage(header, "Z") ? Kind.COMPRESSED_IMAGE : Kind.BINTABLE;
            case "TABLE" -> Kind.ASCII_TABLE;
            default -> Kind.OTHER;
        };
    }

    /** Whether it is an image, in tiles or not. */
    public boolean isImage() {
        Kind kind = kind();
        return kind == Kind.IMAGE || kind == Kind.COMPRESSED_IMAGE;
    }

    /** The name (EXTNAME). */
    public Optional<String> name() {
        return header.text("EXTNAME").map(String::strip).filter(name -> !name.isEmpty());
    }

    /** The version (EXTVER) among those of one name. */
    public OptionalInt extver() {
        OptionalLong version = header.whole("EXTVER");
        return version.isPresent() && (int) version.getAsLong() == version.getAsLong()
                ? OptionalInt.of((int) version.getAsLong())
                : OptionalInt.empty();
    }

    /** How long the axes of the image are, of the uncompressed one if it is in tiles; empty if there are no pixels. */
    public List<Long> naxis() {
        return switch (kind()) {
            case IMAGE -> DataSize.image(header, "");
            case COMPRESSED_IMAGE -> DataSize.image(header, "Z");
            case BINTABLE, ASCII_TABLE, OTHER -> List.of();
        };
    }

    /** The kind of the values, of the uncompressed ones if they are in tiles: 8, 16, 32, 64, -32 or -64. */
    public int bitpix() {
        String keyword = kind() == Kind.COMPRESSED_IMAGE ? "ZBITPIX" : "BITPIX";
        return (int) header.whole(keyword).orElseThrow();
    }

    /** The header of the image: if it is in tiles that which the image had before, else {@link #header}. */
    public FitsHeader imageHeader() {
        return kind() == Kind.COMPRESSED_IMAGE ? header.ofTiles() : header;
    }
}
