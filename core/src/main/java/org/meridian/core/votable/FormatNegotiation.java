// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.MediaType;
import org.meridian.core.votable.ResponseFormat.VotableVersion;

/** Reads RESPONSEFORMAT and Accept. */
final class FormatNegotiation {
    private static final String VOTABLE = "application/x-votable+xml";

    private FormatNegotiation() {}

    static ResponseFormat negotiate(Optional<String> responseFormat, Optional<String> accept) {
        if (responseFormat.isPresent()) {
            return asked(responseFormat.get().strip());
        }
        return accept.flatMap(FormatNegotiation::accepted).orElseGet(ResponseFormat::votable);
    }

    private static ResponseFormat asked(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (name.equals("votable")) {
            return ResponseFormat.votable();
        }
        for (TableFormat format : TableFormat.values()) {
            if (format.shortNames().contains(name)) {
                return ResponseFormat.of(format);
            }
        }
        // In a URL a plus sign that was not encoded arrives as a blank.
        MediaType type =
                MediaType.parse(text.replace("votable xml", "votable+xml")).orElseThrow(() -> unknown(text));
        return matched(type).orElseThrow(() -> unknown(text));
    }

    private static Optional<ResponseFormat> accepted(String accept) {
        record Choice(MediaType type, double quality) {}
        List<Choice> choices = new ArrayList<>();
        for (String item : accept.split(",", -1)) {
            MediaType.parse(item.strip()).ifPresent(type -> choices.add(new Choice(type.without("q"), quality(type))));
        }
        return choices.stream()
                .filter(choice -> choice.quality() > 0)
                .sorted(Comparator.comparingDouble(Choice::quality).reversed())
                .flatMap(choice -> acceptable(choice.type()).stream())
                .findFirst();
    }

    private static double quality(MediaType type) {
        try {
            return type.parameter("q").map(Double::parseDouble).orElse(1.0);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    private static Optional<ResponseFormat> acceptable(MediaType type) {
        return switch (type.essence()) {
            case "*/*", "application/*" -> Optional.of(ResponseFormat.votable());
            case "text/*" -> Optional.of(ResponseFormat.of(TableFormat.TEXT));
            // Not by Accept: Java's own client (and with it TOPCAT) prefers it in every request it makes.
            case "text/html" -> Optional.empty();
            default -> {
                try {
                    yield matched(type);
                } catch (UsageFault unsupportedParameter) {
                    yield Optional.empty();
                }
            }
        };
    }

    /** The format of a media type; empty if it is unknown. */
    private static Optional<ResponseFormat> matched(MediaType type) {
        return switch (type.essence()) {
            case VOTABLE -> Optional.of(votable(type, TableFormat.VOTABLE_BINARY2));
            case "text/xml", "application/xml" -> Optional.of(votable(type, TableFormat.VOTABLE_TABLEDATA));
            case "text/csv" -> Optional.of(csv(type));
            case "text/tab-separated-values" -> Optional.of(simple(type, TableFormat.TSV));
            case "application/json" -> Optional.of(simple(type, TableFormat.JSON));
            case "text/plain" -> Optional.of(simple(type, TableFormat.TEXT));
            case "application/fits" -> Optional.of(simple(type, TableFormat.FITS));
            case "application/x-ecsv", "text/x-ecsv", "text/ecsv" -> Optional.of(simple(type, TableFormat.ECSV));
            case "application/vnd.apache.parquet", "application/x-parquet", "application/parquet" ->
                Optional.of(simple(type, TableFormat.PARQUET));
            case "text/html" -> Optional.of(simple(type, TableFormat.HTML));
            default -> Optional.empty();
        };
    }

    private static ResponseFormat votable(MediaType type, TableFormat byDefault) {
        onlyParameters(type, List.of("serialization", "version", "charset"));
        TableFormat format = byDefault;
        if (type.parameter("serialization").isPresent()) {
            format = switch (type.parameter("serialization").get().toUpperCase(Locale.ROOT)) {
                case "BINARY2" -> TableFormat.VOTABLE_BINARY2;
                case "TABLEDATA" -> TableFormat.VOTABLE_TABLEDATA;
                case "BINARY" -> TableFormat.VOTABLE_BINARY;
                default -> throw wrongParameter(type, "serialization", "BINARY2, TABLEDATA or BINARY");
            };
        }
        VotableVersion version = VotableVersion.V1_4;
        if (type.parameter("version").isPresent()) {
            version = switch (type.parameter("version").get()) {
                case "1.4" -> VotableVersion.V1_4;
                case "1.5" -> VotableVersion.V1_5;
                default -> throw wrongParameter(type, "version", "1.4 or 1.5");
            };
        }
        return new ResponseFormat(format, version, true, type.text());
    }

    private static ResponseFormat csv(MediaType type) {
        onlyParameters(type, List.of("header", "charset"));
        Map<String, Boolean> words = Map.of("present", true, "absent", false);
        String header = type.parameter("header").orElse("present").toLowerCase(Locale.ROOT);
        if (!words.containsKey(header)) {
            throw wrongParameter(type, "header", "present or absent");
        }
        String contentType = type.parameter("header").isPresent() ? type.text() : type.text() + ";header=present";
        return new ResponseFormat(
                TableFormat.CSV, VotableVersion.V1_4, words.get(header), withCharset(type, contentType));
    }

    private static ResponseFormat simple(MediaType type, TableFormat format) {
        boolean isBinary = format == TableFormat.FITS || format == TableFormat.PARQUET;
        onlyParameters(type, isBinary ? List.of() : List.of("charset"));
        boolean isText = type.essence().startsWith("text/") || format == TableFormat.ECSV;
        String contentType = isText ? withCharset(type, type.text()) : type.text();
        return new ResponseFormat(format, VotableVersion.V1_4, true, contentType);
    }

    private static String withCharset(MediaType type, String contentType) {
        return type.parameter("charset").isPresent() ? contentType : contentType + ";charset=UTF-8";
    }

    /** A parameter that is not understood cannot be honoured, so it is refused (DALI 1.1, section 3.4.3). */
    private static void onlyParameters(MediaType type, List<String> known) {
        for (String name : type.parameters().keySet()) {
            if (!known.contains(name)) {
                throw new UsageFault("RESPONSEFORMAT: " + type.essence() + " has no parameter '" + name + "'"
                        + (known.isEmpty() ? "" : "; known: " + String.join(", ", known)));
            }
        }
        if (!type.parameter("charset").orElse("utf-8").equalsIgnoreCase("utf-8")) {
            throw wrongParameter(type, "charset", "UTF-8");
        }
    }

    private static UsageFault wrongParameter(MediaType type, String name, String right) {
        return new UsageFault("RESPONSEFORMAT: " + name + " '"
                + type.parameter(name).orElse("") + "' of " + type.essence() + " is not available; it may be " + right);
    }

    private static UsageFault unknown(String text) {
        String known = Arrays.stream(TableFormat.values())
                .map(format -> String.join(", ", format.shortNames()) + " (" + format.mediaType() + ")")
                .collect(Collectors.joining("; "));
        String shown = text.length() <= 100 ? text : text.substring(0, 100) + "...";
        return new UsageFault("RESPONSEFORMAT '" + shown + "' is not known; known are " + known);
    }
}
