// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.catalog.CatalogResolver;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Assumptions;
import org.xml.sax.SAXException;

/**
 * The schemas of the IVOA, from a folder with an XML catalogue: {@code standards/schemas} below the one that the system
 * property {@code meridian.shared} names, or below a folder {@code shared} beside the checkout or above it. Without them
 * the tests that ask for them are skipped.
 */
final class XmlSchemas {

    private final Schema schema;
    private final CatalogResolver catalog;

    private XmlSchemas(Path folder) throws SAXException {
        this.catalog = CatalogManager.catalogResolver(
                CatalogFeatures.builder()
                        .with(CatalogFeatures.Feature.RESOLVE, "continue")
                        .build(),
                folder.resolve("catalog.xml").toUri());
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setResourceResolver(catalog);
        this.schema = factory.newSchema(folder.resolve("ivoa-all.xsd").toFile());
    }

    static XmlSchemas load() throws SAXException {
        Optional<Path> folder = folder();
        Assumptions.assumeTrue(
                folder.isPresent(), "no XML schemas here: name their folder in the system property meridian.shared");
        return new XmlSchemas(folder.orElseThrow());
    }

    private static Optional<Path> folder() {
        Stream<Path> named = Optional.ofNullable(System.getProperty("meridian.shared")).map(Path::of).stream();
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared"));
        return Stream.concat(named, above)
                .map(p -> p.resolve("standards/schemas"))
                .filter(p -> Files.isRegularFile(p.resolve("catalog.xml")))
                .findFirst();
    }

    /** Fails if {@code document} is not valid. */
    void validate(String document) throws IOException {
        Validator validator = schema.newValidator();
        validator.setResourceResolver(catalog);
        try {
            validator.validate(new StreamSource(new StringReader(document)));
        } catch (SAXException e) {
            fail(e.getMessage() + "\nin\n" + document);
        }
    }
}
