// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.stream.Collectors;

/** Reads {@link ScanRules} from YAML. Unknown and repeated keys are refused. Thread-safe. */
public final class RulesReader {
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RulesReader() {}

    /**
     * The rules in a text; none in a blank one.
     *
     * @throws RulesException if it is no YAML, or has a key or a value that is not known
     */
    public static ScanRules read(String yaml) throws RulesException {
        if (yaml.isBlank()) {
            return ScanRules.NONE;
        }
        try {
            ScanRules rules = YAML.readValue(yaml, ScanRules.class);
            if (rules == null) {
                return ScanRules.NONE;
            }
            rules.bandpasses();
            return rules;
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new RulesException(where(e) + "unknown key " + e.getPropertyName() + "; there are " + known, e);
        } catch (JsonMappingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String message = cause == e ? e.getOriginalMessage() : String.valueOf(cause.getMessage());
            throw new RulesException(where(e) + message, e);
        } catch (JsonProcessingException e) {
            throw new RulesException(where(e) + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new RulesException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String where(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : "line " + location.getLineNr() + ": ";
    }
}
