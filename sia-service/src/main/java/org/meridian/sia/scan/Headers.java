// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/**
 * What the headers of a file say, that of the dataset's main HDU first, then the primary one, then the others. Texts that say
 * that nothing is known count as nothing. Immutable.
 */
final class Headers {
    private static final Set<String> NOTHING =
            Set.of("", "UNKNOWN", "UNDEFINED", "UNDEF", "N/A", "NA", "NONE", "NULL", "-", "--", "?", "NAN", "NOT SET");

    /** Those of a file of which none can be read. */
    static final Headers NONE = new Headers(List.of());

    private final List<FitsHeader> headers;

    private Headers(List<FitsHeader> headers) {
        this.headers = headers;
    }

    static Headers of(Hdu main, List<Hdu> hdus) {
        return new Headers(Stream.concat(Stream.of(main), hdus.stream().filter(hdu -> hdu.index() != main.index()))
                .map(Hdu::imageHeader)
                .toList());
    }

    /** The text of the first of some keywords that is there in any header. */
    Optional<String> text(String... keywords) {
        return first(Headers::said, keywords);
    }

    private static Optional<String> said(FitsHeader header, String keyword) {
        return header.text(keyword).map(String::strip).filter(text -> !NOTHING.contains(text.toUpperCase(Locale.ROOT)));
    }

    /** The number of the first of some keywords that is there in any header, and is a finite number. */
    OptionalDouble number(String... keywords) {
        return OptionalDoubles.of(first(
                (header, keyword) ->
                        OptionalDoubles.boxed(header.number(keyword)).filter(Double::isFinite),
                keywords));
    }

    /** The same in another unit, if the comment of the card names one. */
    OptionalDouble number(CardUnit.Kind kind, String... keywords) {
        return OptionalDoubles.of(first((header, keyword) -> CardUnit.value(header, keyword, kind), keywords));
    }

    /** The values of all headers, those of the first before others. */
    Stream<FitsHeader> all() {
        return headers.stream();
    }

    private interface Reading<T> {
        Optional<T> of(FitsHeader header, String keyword);
    }

    /** Loops: a scan asks some hundred keywords of each file. */
    private <T> Optional<T> first(Reading<T> reading, String... keywords) {
        for (String keyword : keywords) {
            for (FitsHeader header : headers) {
                if (header.values().containsKey(keyword)) {
                    Optional<T> value = reading.of(header, keyword);
                    if (value.isPresent()) {
                        return value;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
