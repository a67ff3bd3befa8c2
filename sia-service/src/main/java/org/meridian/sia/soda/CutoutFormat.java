// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.Locale;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;

/** What a result is made as: the values of RESPONSEFORMAT, and META. */
public enum CutoutFormat {
    FITS("application/fits", ".fits"),
    /** FITS whose images are packed in tiles (FITS 4.0, section 10), which has no media type of its own. */
    TILED_FITS("application/fits;compression=tile", ".fits.fz"),
    PNG("image/png", ".png"),
    JPEG("image/jpeg", ".jpg"),
    /** The headers of the dataset alone, as text, a card a line. */
    HEADERS("text/plain;charset=UTF-8", ".txt"),
    /** All results in one file, with a list of them and their sums. */
    TAR("application/x-tar", ".tar"),
    ZIP("application/zip", ".zip");

    private final String mediaType;
    private final String end;

    CutoutFormat(String mediaType, String end) {
        this.mediaType = mediaType;
        this.end = end;
    }

    /** For the HTTP header Content-Type. */
    public String mediaType() {
        return mediaType;
    }

    /** Of names of files. */
    public String end() {
        return end;
    }

    /** Whether it is looked at. */
    boolean isPicture() {
        return this == PNG || this == JPEG;
    }

    /** Whether there is one file for all results. */
    public boolean isPackage() {
        return this == TAR || this == ZIP;
    }

    /**
     * The one that is asked for; FITS by default.
     *
     * @throws UsageFault if it is not offered
     */
    static CutoutFormat of(Optional<String> responseFormat) {
        String asked = responseFormat.orElse("fits").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        return switch (asked) {
            case "application/fits", "image/fits", "fits" -> FITS;
            case "application/fits;compression=tile", "image/fits;compression=tile", "fits.fz", "fz" -> TILED_FITS;
            case "image/png", "png" -> PNG;
            case "image/jpeg", "image/jpg", "jpeg", "jpg" -> JPEG;
            case "application/x-tar", "tar" -> TAR;
            case "application/zip", "zip" -> ZIP;
            default ->
                throw new UsageFault("RESPONSEFORMAT is '" + asked.substring(0, Math.min(40, asked.length()))
                        + "'; it must be application/fits, application/fits;compression=tile, image/png, image/jpeg,"
                        + " application/x-tar or application/zip");
        };
    }
}
