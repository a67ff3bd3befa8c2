// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.util.List;

/**
 * The document at {@code examples} (DALI 1.1, section 2.3; TAP 1.1, section 2.6): XHTML with RDFa Lite. Immutable.
 *
 * @param title shown as heading
 * @param examples in order
 */
public record ExamplesDocument(String title, List<Example> examples) {

    /** Its media type. */
    public static final String CONTENT_TYPE = "application/xhtml+xml";

    public ExamplesDocument {
        examples = List.copyOf(examples);
    }

    /**
     * An example.
     *
     * @param name short, unique in the document
     * @param query the query, pasted as it stands
     * @param description what it does, plain text
     */
    public record Example(String name, String query, String description) {}

    /** The document as UTF-8 text. */
    public String toXhtml() {
        throw new UnsupportedOperationException("next commit");
    }
}
