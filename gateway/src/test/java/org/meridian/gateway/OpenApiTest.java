// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.rest.OpenApiResource;

/** The OpenAPI document says what there is, no more and no less. */
class OpenApiTest {

    private static final Pattern DESCRIBED = Pattern.compile("[A-Z]+ /(auth|me|gms)(/.*)?");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private static final String VALIDATE = "import json, sys; from openapi_spec_validator import validate;"
            + " validate(json.load(sys.stdin)); print('valid')";

    private static String document() {
        return new String((byte[]) new OpenApiResource().document().getEntity(), UTF_8);
    }

    @Test
    void namesEveryPathAndMethodThatThereIsAndNoOther() throws IOException {
        JsonNode paths = new ObjectMapper().readTree(document()).get("paths");
        Set<String> described = paths.propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .map(entry -> entry.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", operations()), String.join("\n", described));
    }

    @Test
    void namesEveryParameterOfItsPaths() throws IOException {
        JsonNode paths = new ObjectMapper().readTree(document()).get("paths");
        paths.propertyStream()
                .forEach(path -> path.getValue().propertyStream().forEach(operation -> {
                    String named = Stream.ofNullable(operation.getValue().get("parameters"))
                            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                            .filter(parameter -> parameter.get("in").asText().equals("path"))
                            .map(parameter -> "{" + parameter.get("name").asText() + "}")
                            .collect(Collectors.joining(" "));
                    String inPath = Arrays.stream(path.getKey().split("/"))
                            .filter(segment -> segment.startsWith("{"))
                            .collect(Collectors.joining(" "));
                    assertEquals(inPath, named, operation.getKey() + " " + path.getKey());
                }));
    }

    @Test
    void isValid() throws Exception {
        Optional<String> python = Stream.of("python3", "python")
                .filter(command ->
                        run(command, "-c", "import openapi_spec_validator").isPresent())
                .findFirst();
        Assumptions.assumeTrue(
                python.isPresent(), "the document is not validated: pip install openapi-spec-validator first");
        Process process = new ProcessBuilder(python.get(), "-c", VALIDATE)
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(document().getBytes(UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals("valid", said.strip());
    }

    private static Optional<String> run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The methods of all resources whose first segments are described. */
    private static Set<String> operations() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.meridian").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(OpenApiTest::operations)
                        .filter(operation -> DESCRIBED.matcher(operation).matches())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> operations(Class<?> resource) {
        String root = "/" + resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getMethods())
                .flatMap(method -> verbs(method)
                        .map(verb -> verb + " " + root
                                + Optional.ofNullable(method.getAnnotation(Path.class))
                                        .map(path -> "/" + path.value())
                                        .orElse("")));
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .flatMap(type -> Stream.ofNullable(type.getAnnotation(HttpMethod.class)))
                .map(HttpMethod::value);
    }
}
