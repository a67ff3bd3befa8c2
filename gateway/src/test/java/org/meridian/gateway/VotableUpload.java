// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a generated table as a VOTable, as the standard says it (VOTable 1.4, sections 5 and 6). Pure functions. */
final class VotableUpload {
    private VotableUpload() {}

    /** @param serialization TABLEDATA, BINARY or BINARY2 */
    static String document(RandomUpload upload, String serialization) throws IOException {
        StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n"
                + "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE><TABLE nrows='"
                + upload.rows().size() + "'>\n");
        upload.columns().forEach(column -> xml.append(field(column)));
        xml.append("<DATA><").append(serialization).append(">\n");
        if (serialization.equals("TABLEDATA")) {
            for (List<@Nullable Object> row : upload.rows()) {
                xml.append("<TR>");
                for (int i = 0; i < row.size(); i++) {
                    xml.append("<TD>")
                            .append(escaped(td(upload.columns().get(i), row.get(i))))
                            .append("</TD>");
                }
                xml.append("</TR>\n");
            }
        } else {
            xml.append("<STREAM encoding='base64'>")
                    .append(Base64.getMimeEncoder().encodeToString(bytes(upload, serialization.equals("BINARY2"))))
                    .append("</STREAM>");
        }
        return xml.append("</")
                .append(serialization)
                .append("></DATA></TABLE></RESOURCE></VOTABLE>\n")
                .toString();
    }

    private static String field(UploadColumn column) {
        StringBuilder xml =
                new StringBuilder("<FIELD name='" + escaped(column.name()) + "' datatype='" + column.datatype() + "'");
        String[] attributes = {
            "arraysize",
            column.arraysize(),
            "xtype",
            column.xtype(),
            "unit",
            column.unit(),
            "ucd",
            column.ucd(),
            "utype",
            column.utype()
        };
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                xml.append(" " + attributes[i] + "='" + escaped(attributes[i + 1]) + "'");
            }
        }
        xml.append(">");
        if (!column.description().isEmpty()) {
            xml.append("<DESCRIPTION>" + escaped(column.description()) + "</DESCRIPTION>");
        }
        if (column.hasNoValue()) {
            xml.append("<VALUES null='" + column.noValue() + "'/>");
        }
        return xml.append("</FIELD>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\r", "&#13;");
    }

    private static String td(UploadColumn column, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (!(value instanceof List<?> list)) {
            return word(column, value);
        }
        if (column.isTextArray()) {
            int width = column.dimensions().get(0);
            return list.stream().map(text -> padded((String) text, width)).collect(Collectors.joining());
        }
        String between = column.datatype().equals("bit") ? "" : " ";
        return list.stream().map(element -> word(column, element)).collect(Collectors.joining(between));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String word(UploadColumn column, @Nullable Object value) {
        return switch (value) {
            case null -> column.isWhole() ? Long.toString(column.noValue()) : "?";
            case Boolean b -> column.datatype().equals("bit") ? b ? "1" : "0" : b ? "T" : "false";
            case Double d when d.isInfinite() -> d > 0 ? "+Inf" : "-Inf";
            case Double d when column.isSingle() -> Float.toString(d.floatValue());
            default -> value.toString();
        };
    }

    private static byte[] bytes(RandomUpload upload, boolean masked) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        List<UploadColumn> columns = upload.columns();
        for (List<@Nullable Object> row : upload.rows()) {
            if (masked) {
                byte[] mask = new byte[(columns.size() + 7) / 8];
                for (int i = 0; i < columns.size(); i++) {
                    mask[i / 8] |= (byte) (row.get(i) == null ? 0x80 >> i % 8 : 0);
                }
                out.write(mask);
            }
            for (int i = 0; i < columns.size(); i++) {
                cell(columns.get(i), row.get(i), out);
            }
        }
        return bytes.toByteArray();
    }

    private static void cell(UploadColumn column, @Nullable Object value, DataOutputStream out) throws IOException {
        if (column.isText()) {
            String text = Objects.toString(value, "");
            int width = column.dimensions().isEmpty() ? 1 : column.dimensions().get(0);
            characters(column, text, column.variable() ? -1 : width, out);
            return;
        }
        List<?> list = value instanceof List<?> l
                ? l
                : value == null && column.variable() ? List.of() : Collections.nCopies(column.block(), value);
        if (column.variable()) {
            int counted =
                    column.isTextArray() ? list.size() * column.dimensions().get(0) : list.size();
            out.writeInt(column.isComplex() ? counted / 2 : counted);
        }
        if (column.datatype().equals("bit")) {
            byte[] bits = new byte[(list.size() + 7) / 8];
            for (int i = 0; i < list.size(); i++) {
                bits[i / 8] |= (byte) (Boolean.TRUE.equals(list.get(i)) ? 0x80 >> i % 8 : 0);
            }
            out.write(bits);
            return;
        }
        for (Object element : list) {
            element(column, element, out);
        }
    }

    private static void element(UploadColumn column, @Nullable Object value, DataOutputStream out) throws IOException {
        long whole = value instanceof Long l ? l : column.noValue();
        double real = value instanceof Double d ? d : Double.NaN;
        switch (column.datatype()) {
            case "boolean" -> out.write(value == null ? '?' : (boolean) value ? 'T' : 'F');
            case "unsignedByte" -> out.writeByte((int) whole);
            case "short" -> out.writeShort((int) whole);
            case "int" -> out.writeInt((int) whole);
            case "long" -> out.writeLong(whole);
            case "float", "floatComplex" -> out.writeFloat((float) real);
            case "double", "doubleComplex" -> out.writeDouble(real);
            default ->
                characters(
                        column, Objects.toString(value, ""), column.dimensions().get(0), out);
        }
    }

    /** @param width of the text, filled up with NUL; -1 where its length stands before it */
    private static void characters(UploadColumn column, String text, int width, DataOutputStream out)
            throws IOException {
        boolean wide = column.datatype().equals("unicodeChar");
        byte[] encoded = text.getBytes(wide ? UTF_16BE : US_ASCII);
        if (width < 0) {
            out.writeInt(text.length());
            out.write(encoded);
        } else {
            out.write(Arrays.copyOf(encoded, wide ? 2 * width : width));
        }
    }
}
