// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Reads the configuration: defaults, over them the YAML file, over them the environment. Unknown keys and wrong values are
 * refused with the nearest right ones.
 */
public final class ConfigReader {

    /** Environment variables with the prefix that are not keys of the configuration: of the launcher, of tests, of datalabs. */
    private static final List<String> OTHER_VARIABLES =
            List.of("JAVA", "TEST", "URL", "SECRET", "TOKEN", "PASSWORD", "VOSPACE", "SHARE_PASSWORD");

    private static final String PREFIX = "MERIDIAN_";

    private final Map<String, String> environment;
    private final ObjectMapper yaml;

    /** @param environment the process's variables */
    public ConfigReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.yaml = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .addModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
    }

    /**
     * The configuration from {@code file} and the environment.
     *
     * @param file YAML; empty for none
     * @throws ConfigException if the file cannot be read, or a key or value is wrong
     */
    public GatewayConfig read(Optional<Path> file) {
        ObjectNode tree = defaults();
        file.ifPresent(path -> merge(tree, parse(path), "", path.toString()));
        overrideFromEnvironment(tree);
        try {
            return yaml.treeToValue(tree, GatewayConfig.class);
        } catch (UnrecognizedPropertyException e) {
            String path = pathOf(e);
            throw new ConfigException("unknown key " + path + secretHint(path) + "; "
                    + nearest(
                            e.getPropertyName(),
                            e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .toList()));
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof ConfigException wrong) {
                throw wrong;
            }
            throw new ConfigException(pathOf(e) + ": " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new ConfigException(e.getOriginalMessage());
        }
    }

    /**
     * A secret: the content of {@code file}, or the environment variable {@code MERIDIAN_SECRET_<name>}.
     *
     * @param name such as {@code DATABASE_PASSWORD}
     * @param file where the operator named one
     * @return empty if neither is there
     * @throws ConfigException if the file is named and cannot be read
     */
    public Optional<String> secret(String name, Optional<Path> file) {
        if (file.isEmpty()) {
            return Optional.ofNullable(environment.get(PREFIX + "SECRET_" + name));
        }
        try {
            return Optional.of(Files.readString(file.get()).strip());
        } catch (IOException e) {
            throw new ConfigException("cannot read the secret file " + file.get() + ": " + reason(e));
        }
    }

    /** Every key with its default, as paths such as {@code limits.maxRows}. */
    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        collect(new ConfigReader(Map.of()).defaults(), "", keys);
        return keys;
    }

    /** The environment variable of a key. */
    static String variable(String key) {
        return PREFIX
                + key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private ObjectNode defaults() {
        ObjectNode tree = yaml.valueToTree(GatewayConfig.DEFAULTS);
        tree.put("dataDir", GatewayConfig.DEFAULTS.dataDir().toString());
        return tree;
    }

    private JsonNode parse(Path file) {
        try {
            JsonNode tree = yaml.readTree(file.toFile());
            return tree.isMissingNode() || isEmpty(tree) ? yaml.createObjectNode() : tree;
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    file + ", line " + e.getLocation().getLineNr() + ": " + inOneLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + reason(e));
        }
    }

    /** The sentences of SnakeYAML's report, without its drawing of the place. */
    private static String inOneLine(String report) {
        return report.lines()
                .filter(line -> !line.startsWith(" "))
                .map(String::strip)
                .collect(Collectors.joining(", "));
    }

    private void merge(ObjectNode target, JsonNode source, String path, String origin) {
        if (!source.isObject()) {
            throw new ConfigException(origin + ": " + (path.isEmpty() ? "the file" : path) + " must hold keys, not \""
                    + source.asText() + "\"");
        }
        source.properties().forEach(entry -> {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JsonNode known = target.get(entry.getKey());
            if (known == null) {
                throw new ConfigException(
                        origin + ": unknown key " + key + secretHint(entry.getKey()) + "; " + nearest(key, keys()));
            } else if (known.isObject() && !isEmpty(entry.getValue())) {
                merge((ObjectNode) known, entry.getValue(), key, origin);
            } else if (known.isArray()) {
                target.set(entry.getKey(), list(entry.getValue(), known, key, origin));
            } else if (!known.isObject()) {
                target.set(entry.getKey(), scalar(entry.getValue(), known, key, origin));
            }
        });
    }

    private static JsonNode list(JsonNode value, JsonNode known, String key, String origin) {
        if (isEmpty(value)) {
            return known;
        }
        if (!value.isArray()) {
            throw new ConfigException(origin + ": " + key + " takes a list, each entry of which begins with '- '");
        }
        return value;
    }

    private static JsonNode scalar(JsonNode value, JsonNode known, String key, String origin) {
        if (value.isContainerNode()) {
            throw new ConfigException(origin + ": " + key + " takes one value, not a list or a group of keys");
        }
        if (isEmpty(value)) {
            return known;
        }
        if (known.isNumber() && !value.isIntegralNumber()) {
            throw new ConfigException(origin + ": " + key + ": \"" + value.asText() + "\" is not a whole number");
        }
        return value;
    }

    /** Whether a key stands there without a value. */
    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isTextual() && value.asText().isBlank();
    }

    private void overrideFromEnvironment(ObjectNode tree) {
        List<String> keys = keys();
        List<String> variables = keys.stream().map(ConfigReader::variable).toList();
        environment.forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || isOther(name.substring(PREFIX.length()))) {
                return;
            }
            int index = variables.indexOf(name);
            if (index < 0) {
                throw new ConfigException(
                        "unknown environment variable " + name + secretHint(name) + "; " + nearest(name, variables));
            }
            set(tree, keys.get(index), name, value);
        });
    }

    private void set(ObjectNode tree, String key, String variable, String value) {
        int dot = key.lastIndexOf('.');
        ObjectNode parent = dot < 0 ? tree : (ObjectNode) tree.get(key.substring(0, dot));
        String leaf = key.substring(dot + 1);
        JsonNode known = parent.get(leaf);
        if (known.isArray()) {
            parent.set(leaf, list(flow(variable, value), known, key, variable));
            return;
        }
        if (!known.isNumber()) {
            parent.put(leaf, value);
            return;
        }
        try {
            parent.put(leaf, Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            throw new ConfigException(variable + ": \"" + value + "\" is not a whole number");
        }
    }

    /** A list in a variable, written as YAML or JSON. */
    private JsonNode flow(String variable, String text) {
        try {
            return yaml.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ConfigException(variable + ": " + inOneLine(e.getOriginalMessage()));
        }
    }

    private static boolean isOther(String rest) {
        return OTHER_VARIABLES.stream().anyMatch(word -> rest.equals(word) || rest.startsWith(word + "_"));
    }

    private static void collect(JsonNode node, String path, List<String> keys) {
        node.properties().forEach(entry -> {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (entry.getValue().isObject()) {
                collect(entry.getValue(), key, keys);
            } else {
                keys.add(key);
            }
        });
    }

    private static String nearest(String wrong, List<String> right) {
        LevenshteinDistance letters = LevenshteinDistance.getDefaultInstance();
        // A key in the wrong group is nearer than any other key in the right one.
        ToIntFunction<String> distance =
                key -> key.endsWith("." + wrong.substring(wrong.lastIndexOf('.') + 1)) ? 0 : letters.apply(wrong, key);
        return right.stream()
                .min(Comparator.comparingInt(distance))
                .map(key -> "did you mean " + key + "?")
                .orElseThrow();
    }

    private static String secretHint(String key) {
        return key.toLowerCase(Locale.ROOT).matches(".*(password|secret|token)")
                ? " (secrets are not written into the configuration: name a file, as in database.passwordFile)"
                : "";
    }

    private static String pathOf(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getIndex() >= 0) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException || e instanceof java.io.FileNotFoundException
                ? "there is no such file, or it may not be read"
                : e.getClass().getSimpleName();
    }
}
