// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.sky.wcs.Wcs;

/**
 * Headers of cut images: those of the whole ones, in which pixels are counted from another corner. CRPIX of all versions of
 * coordinates, LTV and the CNPIX of digitised plates are changed, in decimal digits, so that nothing is rounded; distortions by
 * formulas count from CRPIX and stay, those by tables go. Sections of the detector (DATASEC, CCDSEC ...) tell of the whole image and stay, too. Pure functions.
 */
final class CutoutHeader {

    private static final int BLOCK = 2880;
    private static final int CARD = 80;
    private static final int TEXT = 72;
    private static final int KEYWORD = 8;
    private static final int VALUE = 10;

    /** What is written anew, or is not true any more. */
    private static final Set<String> REPLACED = Set.of(
            "SIMPLE",
            "XTENSION",
            "BITPIX",
            "NAXIS",
            "PCOUNT",
            "GCOUNT",
            "EXTEND",
            "GROUPS",
            "BLOCKED",
            "CHECKSUM",
            "DATASUM",
            "DATAMIN",
            "DATAMAX",
            "END");

    /** What only an image has. */
    private static final Set<String> OF_PIXELS = Set.of("BSCALE", "BZERO", "BLANK");

    private static final Pattern AXIS = Pattern.compile("NAXIS[0-9]{1,3}");
    private static final Pattern OF_COORDINATES = Pattern.compile(
            "(CTYPE|CRPIX|CRVAL|CDELT|CUNIT|CROTA)[0-9]{1,3}[A-Z]?|(CD|PC|PV|PS)[0-9]+_[0-9]+[A-Z]?|WCSAXES[A-Z]?");

    /** Pixel coordinates that become less by what is cut off before. */
    private static final Pattern LESS = Pattern.compile("(?:CRPIX([0-9]{1,2})[A-Z]?|LTV([0-9]))");

    /** Pixel coordinates of the first pixel, which become more. */
    private static final Pattern MORE = Pattern.compile("CNPIX([12])");

    /** Distortions of an axis (WCS Paper IV), before or after its coordinates are turned. */
    private static final Pattern DISTORTION = Pattern.compile("(?:C([PQ])(?:DIS|ERR)|D([PQ]))([0-9]{1,2}[A-Z]?)");

    /** Distortions of detectors, as the Hubble Space Telescope's images have them: always tables. */
    private static final Pattern DETECTOR = Pattern.compile("D2IM(?:(?:DIS|ERR)?[0-9]{1,2}[A-Z]?|ARR|EXT)|AXISCORR");

    private static final String TABLES_LEFT_OUT =
            "distortions by look-up tables were left out: these are not in the file";

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([EeDd][+-]?[0-9]{1,3})?");

    private CutoutHeader() {}

    /**
     * The header of a cut image.
     *
     * @param primary whether it begins the file
     * @param extended whether others follow; counts for the primary one
     * @param remarks for HISTORY
     */
    static List<String> image(ImageCut cut, boolean primary, boolean extended, List<String> remarks) {
        FitsHeader whole = cut.image().imageHeader();
        List<String> cards = new ArrayList<>(primary ? beginning() : extension());
        cards.add(number("BITPIX", cut.image().bitpix(), "bits of a pixel"));
        List<Long> naxis = cut.box().naxis();
        cards.add(number("NAXIS", naxis.size(), "number of axes"));
        for (int axis = 1; axis <= naxis.size(); axis++) {
            cards.add(number("NAXIS" + axis, naxis.get(axis - 1), ""));
        }
        if (!primary) {
            cards.add(number("PCOUNT", 0, ""));
            cards.add(number("GCOUNT", 1, ""));
        } else if (extended) {
            cards.add(extend());
        }
        boolean leftOut = false;
        for (String card : whole.cards()) {
            String keyword = keyword(card);
            if (isOfTable(keyword, whole)) {
                leftOut = true;
            } else if (!isReplaced(keyword)) {
                cards.add(keyword.equals("COEFF0") ? dispersed(card, whole, cut.box()) : shifted(card, cut.box()));
            }
        }
        cards.addAll(missing(whole, cut.box()));
        if (leftOut) {
            cards.addAll(history(List.of(TABLES_LEFT_OUT)));
        }
        cards.addAll(history(remarks));
        return cards;
    }

    /** The header of a primary HDU whose image is not in the file. */
    static List<String> primary(FitsHeader whole, List<String> remarks) {
        List<String> cards = empty();
        for (String card : whole.cards()) {
            String keyword = keyword(card);
            if (!isReplaced(keyword)
                    && !isOfTable(keyword, whole)
                    && !OF_PIXELS.contains(keyword)
                    && !OF_COORDINATES.matcher(keyword).matches()) {
                cards.add(card);
            }
        }
        cards.addAll(history(remarks));
        return cards;
    }

    /** The header of a primary HDU before an image that cannot be there itself. */
    static List<String> empty() {
        List<String> cards = new ArrayList<>(beginning());
        cards.add(number("BITPIX", 8, "bits of a pixel"));
        cards.add(number("NAXIS", 0, "no image"));
        cards.add(extend());
        return cards;
    }

    /** The header of an HDU that is given as it is; its sums are made anew. */
    static List<String> whole(FitsHeader header, List<String> remarks) {
        List<String> cards = new ArrayList<>(header.cards());
        cards.removeIf(card -> keyword(card).equals("CHECKSUM") || keyword(card).equals("DATASUM"));
        cards.addAll(history(remarks));
        return cards;
    }

    private static List<String> beginning() {
        return List.of(card("SIMPLE  =                    T / conforms to FITS standard"));
    }

    private static List<String> extension() {
        return List.of(card("XTENSION= 'IMAGE   '           / image extension"));
    }

    private static String extend() {
        return card("EXTEND  =                    T / extensions follow");
    }

    private static boolean isReplaced(String keyword) {
        return REPLACED.contains(keyword) || AXIS.matcher(keyword).matches();
    }

    /** Whether it tells of a distortion by a table, which is in another HDU and has the places of pixels of the whole image. */
    private static boolean isOfTable(String keyword, FitsHeader whole) {
        Matcher distortion = DISTORTION.matcher(keyword);
        if (!distortion.matches()) {
            return DETECTOR.matcher(keyword).matches();
        }
        String stage = distortion.group(1) == null ? distortion.group(2) : distortion.group(1);
        return whole.text("C" + stage + "DIS" + distortion.group(3))
                .filter(kind -> kind.strip().equalsIgnoreCase("LOOKUP"))
                .isPresent();
    }

    /** The keyword of a card with a value, else empty. */
    static String keyword(String card) {
        return card.startsWith("= ", KEYWORD) ? card.substring(0, KEYWORD).stripTrailing() : "";
    }

    private static String shifted(String card, PixelBox box) {
        String keyword = keyword(card);
        Matcher less = LESS.matcher(keyword);
        if (less.matches()) {
            return shifted(card, -offset(box, less.group(1) == null ? less.group(2) : less.group(1)));
        }
        Matcher more = MORE.matcher(keyword);
        return more.matches() ? shifted(card, offset(box, more.group(1))) : card;
    }

    /** Sloan's wavelengths count from the first pixel: COEFF0 in steps of COEFF1. */
    private static String dispersed(String card, FitsHeader whole, PixelBox box) {
        Optional<BigDecimal> step = whole.text("COEFF1")
                .filter(text -> NUMBER.matcher(text).matches())
                .map(BigDecimal::new);
        return shifted(
                card,
                step.orElse(BigDecimal.ZERO)
                        .multiply(BigDecimal.valueOf(box.axes().getFirst().first())));
    }

    private static long offset(PixelBox box, String axis) {
        int index = Integer.parseInt(axis) - 1;
        return index >= 0 && index < box.axes().size() ? box.axes().get(index).first() : 0;
    }

    /** A card whose number is another; one that has no number stays. */
    static String shifted(String card, long by) {
        return shifted(card, BigDecimal.valueOf(by));
    }

    private static String shifted(String card, BigDecimal by) {
        String field = card.substring(VALUE);
        boolean quoted = field.stripLeading().startsWith("'");
        int begin = quoted ? field.indexOf('\'') + 1 : 0;
        int end = field.indexOf(quoted ? '\'' : '/', begin);
        String value = field.substring(begin, end < 0 ? field.length() : end).strip();
        if (by.signum() == 0 || !NUMBER.matcher(value).matches()) {
            return card;
        }
        int slash = field.indexOf('/', Math.max(end, 0));
        String comment = end < 0 || slash < 0 ? "" : field.substring(slash + 1).strip();
        BigDecimal number = new BigDecimal(value.replace('D', 'E').replace('d', 'E')).add(by);
        return value(keyword(card), text(number), comment);
    }

    private static String text(BigDecimal number) {
        String plain = number.toPlainString();
        return plain.length() <= CARD - VALUE ? plain : Double.toString(number.doubleValue());
    }

    /** CRPIX of axes that have coordinates and do not say where: 0 before. */
    private static List<String> missing(FitsHeader whole, PixelBox box) {
        List<String> cards = new ArrayList<>();
        Set<String> names = new HashSet<>(whole.values().keySet());
        for (String version : Wcs.versions(whole.keywords())) {
            for (int axis = 1; axis <= box.axes().size(); axis++) {
                long first = box.axes().get(axis - 1).first();
                if (first != 0 && !names.contains("CRPIX" + axis + version)) {
                    cards.add(number("CRPIX" + axis + version, -first, "0 in the whole image"));
                }
            }
        }
        return cards;
    }

    /** Cards of HISTORY. */
    static List<String> history(List<String> remarks) {
        List<String> cards = new ArrayList<>();
        for (String entry : remarks) {
            String ascii = entry.replaceAll("[^ -~]", "?");
            for (int at = 0; at < ascii.length(); at += TEXT) {
                cards.add(card("HISTORY " + ascii.substring(at, Math.min(ascii.length(), at + TEXT))));
            }
        }
        return cards;
    }

    /** A card with a whole number. */
    static String number(String keyword, long number, String comment) {
        return value(keyword, Long.toString(number), comment);
    }

    private static String value(String keyword, String value, String comment) {
        String card = String.format("%-8s= %20s", keyword, value);
        return card(comment.isEmpty() ? card : card + " / " + comment);
    }

    /** A card with a text of no more than 68 characters, spaced as programs space it that sum what they read anew. */
    static String text(String keyword, String text, String comment) {
        String card = String.format("%-8s= %-20s", keyword, String.format("'%-8s'", text));
        return card(comment.isEmpty() ? card : card + " / " + comment);
    }

    /** A card, with blanks to its end. */
    static String card(String card) {
        return card.length() >= CARD ? card.substring(0, CARD) : card + " ".repeat(CARD - card.length());
    }

    /** Cards as bytes of whole blocks, with END. */
    static byte[] bytes(List<String> cards) {
        int bytes = (cards.size() + 1) * CARD;
        byte[] block = new byte[(bytes + BLOCK - 1) / BLOCK * BLOCK];
        Arrays.fill(block, (byte) ' ');
        int at = 0;
        for (String card : cards) {
            at += put(card, block, at);
        }
        put("END", block, at);
        return block;
    }

    private static int put(String card, byte[] block, int at) {
        byte[] text = card.getBytes(US_ASCII);
        System.arraycopy(text, 0, block, at, Math.min(CARD, text.length));
        return CARD;
    }

    /** How long data are with what fills their last block. */
    static long padded(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Whether the image was the primary one of its file, before it was compressed in tiles. */
    static boolean isPrimary(FitsHeader image) {
        return !image.cards().isEmpty() && image.cards().getFirst().startsWith("SIMPLE");
    }
}
