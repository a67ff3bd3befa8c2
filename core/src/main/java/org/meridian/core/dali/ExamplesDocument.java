// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * @param query the query, pasted as it stands; empty for services that have parameters instead
     * @param description what it does, plain text
     * @param capability standardID of the capability with which it is used, if there are several
     * @param parameters of the request
     */
    public record Example(
            String name,
            Optional<String> query,
            String description,
            Optional<String> capability,
            List<Parameter> parameters) {

        public Example {
            parameters = List.copyOf(parameters);
        }

        /** A query. */
        public Example(String name, String query, String description) {
            this(name, Optional.of(query), description, Optional.empty(), List.of());
        }

        /** A request that is made of parameters. */
        public Example(String name, String description, Optional<String> capability, List<Parameter> parameters) {
            this(name, Optional.empty(), description, capability, parameters);
        }
    }

    /** A parameter of an example, its value as it is before it is encoded. */
    public record Parameter(String name, String value) {}

    /** The document as text, to be sent in UTF-8. */
    public String toXhtml() {
        StringBuilder xhtml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE html>
                <html xmlns="http://www.w3.org/1999/xhtml">
                <head>
                <title>%1$s</title>
                <style>body { font-family: sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
                pre { background: #f2f4f7; padding: 1em; overflow: auto }</style>
                </head>
                <body>
                <div vocab="http://www.ivoa.net/rdf/examples#">
                <h1>%1$s</h1>
                """.formatted(escaped(title)));
        Set<String> ids = new HashSet<>();
        for (Example example : examples) {
            String id = id(example.name(), ids);
            xhtml.append("""
                    <div id="%1$s" resource="#%1$s" typeof="example">
                    <h2 property="name">%2$s</h2>
                    <p>%3$s</p>
                    """.formatted(id, escaped(example.name()), escaped(example.description())));
            example.query()
                    .ifPresent(query -> xhtml.append("<pre property=\"query\">%s</pre>\n".formatted(escaped(query))));
            example.capability()
                    .ifPresent(standard -> xhtml.append(
                            "<p>For <span property=\"capability\">%s</span></p>\n".formatted(escaped(standard))));
            for (Parameter parameter : example.parameters()) {
                xhtml.append("""
                        <p property="generic-parameter" typeof="keyval"><code property="key">%s</code> = <code property="value">%s</code></p>
                        """.formatted(escaped(parameter.name()), escaped(parameter.value())));
            }
            xhtml.append("</div>\n");
        }
        return xhtml.append("</div>\n</body>\n</html>\n").toString();
    }

    private static String id(String name, Set<String> taken) {
        String bare = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        String id = bare.matches("[A-Za-z].*") ? bare : "example-" + bare;
        String unique = id;
        for (int i = 2; !taken.add(unique); i++) {
            unique = id + "-" + i;
        }
        return unique;
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
