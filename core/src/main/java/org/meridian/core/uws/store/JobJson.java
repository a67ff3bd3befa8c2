// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.meridian.core.uws.JobFile;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.JobResult;

/** Lists of parameters, files and results as the JSON of their columns: arrays of objects of texts. */
final class JobJson {

    private static final JsonFactory JSON = new JsonFactory();

    private JobJson() {}

    static String ofParameters(List<JobParameter> parameters) {
        return write(parameters, parameter -> {
            Map<String, String> object = new LinkedHashMap<>();
            object.put("name", parameter.name());
            object.put("value", parameter.value());
            return object;
        });
    }

    static List<JobParameter> parameters(String json) {
        return read(json, object -> new JobParameter(text(object, "name"), text(object, "value")));
    }

    static String ofFiles(List<JobFile> files) {
        return write(files, file -> {
            Map<String, String> object = new LinkedHashMap<>();
            object.put("part", file.part());
            object.put("name", file.name());
            object.put("bytes", Long.toString(file.bytes()));
            return object;
        });
    }

    static List<JobFile> files(String json) {
        return read(
                json,
                object ->
                        new JobFile(text(object, "part"), text(object, "name"), Long.parseLong(text(object, "bytes"))));
    }

    static String ofResults(List<JobResult> results) {
        return write(results, result -> {
            Map<String, String> object = new LinkedHashMap<>();
            object.put("id", result.id());
            object.put("file", result.file().orElse(""));
            object.put("mediaType", result.mediaType());
            object.put("fileName", result.fileName());
            object.put("bytes", Long.toString(result.bytes()));
            result.status().ifPresent(status -> object.put("status", status));
            result.reference().ifPresent(uri -> object.put("reference", uri));
            return object;
        });
    }

    static List<JobResult> results(String json) {
        return read(
                json,
                object -> new JobResult(
                        text(object, "id"),
                        Optional.of(text(object, "file")).filter(file -> !file.isEmpty()),
                        text(object, "mediaType"),
                        text(object, "fileName"),
                        Long.parseLong(text(object, "bytes")),
                        Optional.ofNullable(object.get("status")),
                        Optional.ofNullable(object.get("reference"))));
    }

    private static String text(Map<String, String> object, String key) {
        return object.getOrDefault(key, "");
    }

    private static <T> String write(List<T> list, Function<T, Map<String, String>> object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (T each : list) {
                json.writeStartObject();
                for (Map.Entry<String, String> entry : object.apply(each).entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static <T> List<T> read(String text, Function<Map<String, String>, T> element) {
        List<T> list = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> object = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String key = json.currentName();
                    object.put(key, json.nextTextValue());
                }
                list.add(element.apply(object));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return list;
    }
}
