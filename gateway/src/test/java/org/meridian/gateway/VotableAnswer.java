// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A small reader of VOTables that knows nothing of the service's own: cells as {@link RandomUpload} has them. */
final class VotableAnswer {
    private final Document document;
    private final List<Element> fields;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    VotableAnswer(byte[] answer) throws Exception {
        document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer));
        fields = elements("FIELD");
        if (!elements("TABLEDATA").isEmpty()) {
            for (Element row : elements("TR")) {
                NodeList cells = row.getElementsByTagName("TD");
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < cells.getLength(); i++) {
                    values.add(parsed(fields.get(i), cells.item(i).getTextContent()));
                }
                rows.add(values);
            }
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(
                Base64.getMimeDecoder().decode(elements("STREAM").get(0).getTextContent()));
        boolean masked = !elements("BINARY2").isEmpty();
        while (bytes.hasRemaining()) {
            byte[] mask = new byte[masked ? (fields.size() + 7) / 8 : 0];
            bytes.get(mask);
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                Object value = cell(fields.get(i), bytes);
                values.add(masked && (mask[i / 8] & 0x80 >> i % 8) != 0 ? null : value);
            }
            rows.add(values);
        }
    }

    private List<Element> elements(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> list = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            list.add((Element) nodes.item(i));
        }
        return list;
    }

    List<Element> fields() {
        return fields;
    }

    List<List<@Nullable Object>> rows() {
        return rows;
    }

    private static boolean isText(Element field) {
        return field.getAttribute("datatype").endsWith("har");
    }

    private static boolean isTextArray(Element field) {
        return isText(field) && field.getAttribute("arraysize").contains("x");
    }

    private static int width(Element field) {
        return Integer.parseInt(field.getAttribute("arraysize").replaceFirst("x.*", ""));
    }

    private static boolean isNoValue(Element field, long value) {
        NodeList values = field.getElementsByTagName("VALUES");
        return values.getLength() > 0
                && ((Element) values.item(0)).getAttribute("null").equals(Long.toString(value));
    }

    private static @Nullable Object parsed(Element field, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (isTextArray(field)) {
            List<@Nullable Object> texts = new ArrayList<>();
            for (int i = 0; i < text.length(); i += width(field)) {
                texts.add(text.substring(i, i + width(field)).replaceAll(" +$", ""));
            }
            return texts;
        }
        if (isText(field)) {
            return text;
        }
        if (field.getAttribute("arraysize").isEmpty()) {
            return word(field, text);
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            list.add(word(field, word));
        }
        return list;
    }

    private static @Nullable Object word(Element field, String word) {
        return switch (field.getAttribute("datatype")) {
            case "boolean" -> word.equals("?") ? null : (Object) word.equals("T");
            case "float" -> (double) Float.parseFloat(word.replace("Inf", "Infinity"));
            case "double" -> Double.parseDouble(word.replace("Inf", "Infinity"));
            default -> isNoValue(field, Long.parseLong(word)) ? null : (Object) Long.parseLong(word);
        };
    }

    private static @Nullable Object cell(Element field, ByteBuffer bytes) {
        String arraysize = field.getAttribute("arraysize");
        int count = 1;
        if (arraysize.endsWith("*")) {
            count = bytes.getInt();
        } else {
            for (String dimension : arraysize.isEmpty() ? new String[0] : arraysize.split("x", -1)) {
                count *= Integer.parseInt(dimension);
            }
        }
        if (isTextArray(field)) {
            List<@Nullable Object> texts = new ArrayList<>();
            for (int i = 0; i < count; i += width(field)) {
                texts.add(text(field, bytes, width(field)));
            }
            return texts;
        }
        if (isText(field)) {
            return text(field, bytes, count);
        }
        if (arraysize.isEmpty()) {
            return element(field, bytes);
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(element(field, bytes));
        }
        return list;
    }

    private static String text(Element field, ByteBuffer bytes, int length) {
        boolean wide = field.getAttribute("datatype").equals("unicodeChar");
        byte[] raw = new byte[wide ? 2 * length : length];
        bytes.get(raw);
        return new String(raw, wide ? UTF_16BE : US_ASCII).replaceFirst("(?s)\0.*", "");
    }

    private static @Nullable Object element(Element field, ByteBuffer bytes) {
        return switch (field.getAttribute("datatype")) {
            case "boolean" -> {
                char letter = (char) bytes.get();
                yield letter == '?' ? null : (Object) (letter == 'T');
            }
            case "float" -> (double) bytes.getFloat();
            case "double" -> bytes.getDouble();
            case "unsignedByte" -> unlessNone(field, bytes.get() & 0xFF);
            case "short" -> unlessNone(field, bytes.getShort());
            case "int" -> unlessNone(field, bytes.getInt());
            case "long" -> unlessNone(field, bytes.getLong());
            default -> throw new AssertionError(field.getAttribute("datatype"));
        };
    }

    private static @Nullable Object unlessNone(Element field, long value) {
        return isNoValue(field, value) ? null : (Object) value;
    }
}
