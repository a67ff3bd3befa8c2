// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;

/** Answers that are an object in JSON, for nobody else than who asked. Pure functions. */
final class JsonAnswer {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonAnswer() {}

    /** Writes fields of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** An answer with some fields. */
    static Response of(Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return Response.ok(text.append('\n').toString())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
