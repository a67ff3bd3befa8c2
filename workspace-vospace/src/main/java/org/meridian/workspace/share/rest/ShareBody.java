// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.http.FormReader;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/** The body of a request for a link: a JSON object of texts and numbers, or a form. Pure functions. */
final class ShareBody {

    private static final List<String> FIELDS = List.of("path", "expires", "password", "downloads", "comment");
    private static final int LONGEST = 1 << 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxDocumentLength(LONGEST)
                    .build())
            .build();

    private ShareBody() {}

    /**
     * Its fields; those that are {@code null}, or empty in a form, are left out.
     *
     * @throws VospaceFault InvalidArgument if it has others, or cannot be read
     */
    static Map<String, String> read(ContainerRequestContext request, FormReader forms) throws IOException {
        if (MediaType.APPLICATION_JSON_TYPE.isCompatible(request.getMediaType())) {
            try (JsonParser json = JSON.createParser(request.getEntityStream())) {
                return object(json);
            } catch (JsonParseException | StreamConstraintsException e) {
                throw invalid("the body is no JSON object of a link: " + e.getOriginalMessage());
            }
        }
        AccountForm form = AccountForm.of(request, forms);
        Map<String, String> fields = new HashMap<>();
        for (String name : form.parameters().keySet()) {
            form.optional(known(name)).ifPresent(text -> fields.put(name, text));
        }
        return fields;
    }

    private static Map<String, String> object(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw invalid("the body is no JSON object");
        }
        Map<String, String> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = known(json.currentName());
            JsonToken value = json.nextToken();
            if (value == null || !value.isScalarValue()) {
                throw invalid("'" + name + "' is a text or a number");
            }
            if (value != JsonToken.VALUE_NULL) {
                fields.put(name, json.getText());
            } else if (name.equals("password")) {
                throw invalid("'password' is null: leave it out for a link without one");
            }
        }
        return fields;
    }

    private static String known(String name) {
        return Optional.of(name)
                .filter(FIELDS::contains)
                .orElseThrow(() -> invalid("a link has " + String.join(", ", FIELDS) + ", and nothing else"));
    }

    private static VospaceFault invalid(String message) {
        return new VospaceFault(Name.InvalidArgument, message);
    }
}
