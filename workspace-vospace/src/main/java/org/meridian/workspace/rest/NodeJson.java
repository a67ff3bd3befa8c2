// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.NodeDocument.Detail;
import org.meridian.workspace.rest.NodeReader.NodeDescription;
import org.meridian.workspace.space.Space.Listing;

/**
 * Nodes in JSON, for those who would rather not have XML; of no standard. An object has {@code uri}, {@code type}, {@code
 * properties} (an object of texts by URI), of a link {@code target}, of a container {@code nodes}. Immutable.
 *
 * @param uris identifiers of the space
 * @param detail how much is said of a node
 */
record NodeJson(VosUri uris, Detail detail) {

    private static final int DEEPEST = 10;
    private static final int LONGEST = 1 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxDocumentLength(LONGEST)
                    .build())
            .build();

    /** A node, and children of a container. */
    String of(Listing listing) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            node(json, listing.node(), listing.children());
        }
        return text.append('\n').toString();
    }

    private void node(JsonGenerator json, Node node, List<Node> children) throws IOException {
        json.writeStartObject();
        json.writeStringField("uri", uris.of(node.path()));
        json.writeStringField("type", node.type().name());
        if (detail != Detail.MIN) {
            json.writeObjectFieldStart("properties");
            for (Map.Entry<String, String> each : node.properties().entrySet()) {
                json.writeStringField(each.getKey(), each.getValue());
            }
            json.writeEndObject();
        }
        if (node.target().isPresent()) {
            json.writeStringField("target", node.target().get());
        }
        if (!children.isEmpty()) {
            json.writeArrayFieldStart("nodes");
            for (Node child : children) {
                node(json, child, List.of());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /**
     * Reads an object; a property that is {@code null} is to go.
     *
     * @throws VospaceFault InvalidArgument if it is none, TypeNotSupported for a type that there cannot be here
     */
    static NodeDescription read(InputStream body) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("the body is no JSON object");
            }
            return new Reader(json).node();
        } catch (JsonParseException | StreamConstraintsException e) {
            throw invalid("the body is no JSON of a node: " + e.getOriginalMessage());
        }
    }

    private static VospaceFault invalid(String message) {
        return new VospaceFault(Name.InvalidArgument, message);
    }

    /** One reading. */
    private static final class Reader {

        private final JsonParser json;
        private final Map<String, Optional<String>> properties = new LinkedHashMap<>();
        private Optional<String> uri = Optional.empty();
        private Optional<NodeType> type = Optional.empty();
        private Optional<String> target = Optional.empty();

        Reader(JsonParser json) {
            this.json = json;
        }

        NodeDescription node() throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "uri" -> uri = Optional.of(text(name));
                    case "type" -> type = NodeReader.type(text(name));
                    case "target" -> target = Optional.of(text(name));
                    case "properties" -> properties();
                    // What is said of children, as in XML, is not read.
                    default -> json.skipChildren();
                }
            }
            return new NodeDescription(
                    uri.orElseThrow(() -> invalid("the object of a node needs a 'uri'")),
                    new NodeTemplate(type, properties, target));
        }

        private void properties() throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw invalid("'properties' is an object of texts by URI");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                boolean gone = json.nextToken() == JsonToken.VALUE_NULL;
                properties.put(name, gone ? Optional.empty() : Optional.of(text(name)));
            }
        }

        private String text(String name) throws IOException {
            if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
                throw invalid("'" + name + "' is a text");
            }
            return json.getText();
        }
    }
}
