// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.meridian.core.usage.Amounts;
import org.meridian.core.usage.Quota;
import org.meridian.core.usage.Usage;

/** What is used, and how much may be, in JSON. */
final class UsageJson {

    private UsageJson() {}

    /** A field {@code usage} with a list; what has no limit has no field {@code limit}. */
    static void write(JsonGenerator json, List<Usage> list) throws IOException {
        json.writeArrayFieldStart("usage");
        for (Usage usage : list) {
            json.writeStartObject();
            write(json, usage.quota());
            json.writeNumberField("used", Amounts.number(usage.used()));
            if (usage.isLimited()) {
                json.writeNumberField("limit", Amounts.number(usage.limit()));
            }
            if (usage.resets().isPresent()) {
                json.writeStringField("resets", usage.resets().get().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The fields that say what is counted. */
    static void write(JsonGenerator json, Quota quota) throws IOException {
        json.writeStringField("kind", quota.kind().name());
        json.writeStringField("period", quota.period().text());
        json.writeStringField("unit", quota.kind().unit());
    }
}
