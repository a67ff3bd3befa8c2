// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.Hdu;
import org.meridian.sia.table.HealpixTable;

/**
 * A box of an image as CFITSIO writes it: {@code [2][101:200,*]}, {@code [SCI,1][1:50,1:50]}, {@code [1:50,1:50]}; pixels from 1,
 * ends included. Immutable.
 *
 * @param extension number or name of the HDU; empty for the first with pixels
 * @param version EXTVER beside the name
 * @param axes from and to of each axis; empty for the whole image
 */
public record PixelSection(Optional<String> extension, OptionalInt version, List<Span> axes) {

    private static final Pattern GROUPS = Pattern.compile("(\\[[^\\[\\]]{1,200}\\]){1,64}");
    private static final Pattern GROUP = Pattern.compile("\\[([^\\[\\]]*)\\]");
    private static final Pattern SPAN = Pattern.compile("\\s*(?:\\*|([0-9]{1,18})\\s*:\\s*([0-9]{1,18}|\\*))\\s*");
    private static final Pattern EXTENSION = Pattern.compile("\\s*([^,:*]+?)\\s*(?:,\\s*([0-9]{1,9})\\s*)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int SHOWN = 60;

    public PixelSection {
        axes = List.copyOf(axes);
    }

    /**
     * Pixels of an axis, from 1.
     *
     * @param last included; {@link Long#MAX_VALUE} for the end of the axis
     */
    public record Span(long first, long last) {

        static final Span ALL = new Span(1, Long.MAX_VALUE);
    }

    /**
     * The sections of a value of SUB.
     *
     * @throws UsageFault if it is none
     */
    static List<PixelSection> parse(String text) {
        String value = text.strip();
        if (!GROUPS.matcher(value).matches()) {
            throw wrong(text);
        }
        List<PixelSection> sections = new ArrayList<>();
        Optional<PixelSection> open = Optional.empty();
        Matcher groups = GROUP.matcher(value);
        while (groups.find()) {
            Optional<PixelSection> extension = extension(groups.group(1));
            if (extension.isPresent()) {
                open.ifPresent(sections::add);
                open = extension;
            } else {
                PixelSection of = open.orElse(new PixelSection(Optional.empty(), OptionalInt.empty(), List.of()));
                sections.add(new PixelSection(of.extension, of.version, spans(groups.group(1), text)));
                open = Optional.empty();
            }
        }
        open.ifPresent(sections::add);
        return sections;
    }

    private static Optional<PixelSection> extension(String group) {
        Matcher matcher = EXTENSION.matcher(group);
        return matcher.matches()
                ? Optional.of(new PixelSection(
                        Optional.of(matcher.group(1)),
                        matcher.group(2) == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(matcher.group(2))),
                        List.of()))
                : Optional.empty();
    }

    private static List<Span> spans(String group, String text) {
        List<Span> spans = new ArrayList<>();
        for (String each : group.split(",", -1)) {
            Matcher matcher = SPAN.matcher(each);
            if (!matcher.matches()) {
                throw wrong(text);
            }
            if (matcher.group(1) == null) {
                spans.add(Span.ALL);
                continue;
            }
            long first = Long.parseLong(matcher.group(1));
            long last = matcher.group(2).equals("*") ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
            if (first < 1 || last < first) {
                throw new UsageFault("SUB is '" + shown(text) + "': pixels are counted from 1, and the second number of"
                        + " a range is not below the first");
            }
            spans.add(new Span(first, last));
        }
        return spans;
    }

    private static UsageFault wrong(String text) {
        return new UsageFault(
                "SUB is '" + shown(text) + "'; it must be the number or name of an extension, or ranges of"
                        + " pixels, or both, in brackets, such as '[2][101:200,1:50]', '[SCI][*,1:50]' or '[101:200,1:50]'");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /**
     * The HDU that is meant.
     *
     * @throws UsageFault if there is no such, or it is no image
     */
    Hdu hdu(List<Hdu> hdus) {
        Hdu found = hdus.stream()
                .filter(this::names)
                .findFirst()
                .orElseThrow(() -> new UsageFault("the file has no "
                        + extension.map(name -> "HDU [" + name + "]").orElse("image with pixels")
                        + "; it has the HDUs 0"
                        + " to " + (hdus.size() - 1)));
        if (found.naxis().isEmpty() && (found.kind() != Hdu.Kind.BINTABLE || found.dataBytes() == 0)) {
            throw new UsageFault("HDU " + found.index()
                    + " of the file is neither an image with pixels nor a table with rows: there is nothing to cut");
        }
        return found;
    }

    private boolean names(Hdu hdu) {
        if (extension.isEmpty()) {
            return !hdu.naxis().isEmpty();
        }
        String name = extension.get();
        if (NUMBER.matcher(name).matches() && version.isEmpty()) {
            return hdu.index() == Integer.parseInt(name);
        }
        boolean named = hdu.name()
                .filter(text -> text.toUpperCase(Locale.ROOT).equals(name.toUpperCase(Locale.ROOT)))
                .isPresent();
        boolean primary = hdu.index() == 0 && name.equalsIgnoreCase("PRIMARY");
        return (named || primary) && (version.isEmpty() || hdu.extver().orElse(1) == version.getAsInt());
    }

    /**
     * Its pixels in an image, its rows in a table; empty if none are there.
     *
     * @throws UsageFault if it has more or less axes than the HDU
     */
    Optional<Cut> cut(Hdu hdu) {
        return hdu.naxis().isEmpty() ? rows(hdu) : box(hdu).map(box -> new ImageCut(hdu, box));
    }

    private Optional<Cut> rows(Hdu table) {
        if (axes.isEmpty()) {
            return Optional.of(new WholeHdu(table, false));
        }
        if (axes.size() > 1) {
            throw new UsageFault("SUB has " + axes.size() + " ranges, and HDU " + table.index()
                    + " is a table: one of rows is needed");
        }
        if (HealpixTable.isMap(table) && !HealpixTable.isPartial(table.header())) {
            throw new UsageFault(
                    "the rows of HDU " + table.index()
                            + " are a map of the sky in order, and some of them would be none: choose by CIRCLE, POLYGON or POS");
        }
        long last =
                Math.min(axes.getFirst().last, table.header().whole("NAXIS2").orElse(0));
        return axes.getFirst().first > last
                ? Optional.empty()
                : Optional.of(TableCut.ofRows(table, PixelRange.between(axes.getFirst().first, last)));
    }

    private Optional<PixelBox> box(Hdu hdu) {
        List<Long> naxis = hdu.naxis();
        if (axes.isEmpty()) {
            return Optional.of(PixelBox.whole(naxis));
        }
        if (axes.size() != naxis.size()) {
            throw new UsageFault("SUB has " + axes.size() + " ranges of pixels, and HDU " + hdu.index() + " has "
                    + naxis.size() + " axes; * stands for a whole axis");
        }
        List<PixelRange> ranges = new ArrayList<>();
        for (int axis = 0; axis < naxis.size(); axis++) {
            Span span = axes.get(axis);
            long last = Math.min(span.last, naxis.get(axis));
            if (span.first > last) {
                return Optional.empty();
            }
            ranges.add(PixelRange.between(span.first, last));
        }
        return Optional.of(new PixelBox(ranges));
    }
}
