// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Assumptions;

/** The XML schemas of the IVOA, where they lie in {@code shared/standards/schemas} of a folder above this one. */
public final class IvoaSchemas {
    private IvoaSchemas() {}

    /** Validates a document, or skips the test where the schemas are not at hand; nothing is fetched. */
    public static void validate(String xml, String schemaFile) throws Exception {
        Optional<Path> folder = folder();
        Assumptions.assumeTrue(
                folder.isPresent(), "the schemas of the IVOA are not at hand (shared/standards/schemas)");
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
        factory.newSchema(folder.orElseThrow().resolve(schemaFile).toFile())
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }

    private static Optional<Path> folder() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path folder = above.resolve("shared/standards/schemas");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
