// SPDX-License-Identifier: Apache-2.0
package org.meridian.core;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.catalog.CatalogResolver;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/** The XML schemas of the IVOA among the {@link SharedFiles}, with their catalogue: nothing is fetched. */
public final class IvoaSchemas {
    private final Schema schema;
    private final CatalogResolver catalog;

    private IvoaSchemas(Path folder, String file) throws SAXException {
        this.catalog = CatalogManager.catalogResolver(
                CatalogFeatures.builder()
                        .with(CatalogFeatures.Feature.RESOLVE, "continue")
                        .build(),
                folder.resolve("catalog.xml").toUri());
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setResourceResolver(catalog);
        this.schema = factory.newSchema(folder.resolve(file).toFile());
    }

    /** All of them; skips the calling test where they are not there. */
    public static IvoaSchemas all() throws SAXException {
        return of("ivoa-all.xsd");
    }

    /** One of them, such as {@code VOTable-v1.4.xsd}; skips the calling test where they are not there. */
    public static IvoaSchemas of(String file) throws SAXException {
        return new IvoaSchemas(SharedFiles.require("standards/schemas"), file);
    }

    /** Fails if {@code document} is not valid. */
    public void validate(String document) throws IOException {
        Validator validator = schema.newValidator();
        validator.setResourceResolver(catalog);
        try {
            validator.validate(new StreamSource(new StringReader(document)));
        } catch (SAXException e) {
            fail(e.getMessage() + "\nin\n" + document);
        }
    }
}
