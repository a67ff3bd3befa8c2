// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV to the letter. */
final class CsvRecords {
    private CsvRecords() {}

    /** Records of RFC 4180: a field is null if it is empty and not quoted. */
    static List<List<@Nullable String>> read(String text) {
        List<List<@Nullable String>> records = new ArrayList<>();
        List<@Nullable String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean wasQuoted = false;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
                wasQuoted = true;
            } else if (quoted || c != ',' && c != '\r') {
                field.append(c);
            } else {
                record.add(field.isEmpty() && !wasQuoted ? null : field.toString());
                field.setLength(0);
                wasQuoted = false;
                if (c == '\r') {
                    assertEquals('\n', text.charAt(++i));
                    records.add(record);
                    record = new ArrayList<>();
                }
            }
        }
        assertTrue(record.isEmpty() && field.isEmpty(), "ends with a line end");
        return records;
    }
}
