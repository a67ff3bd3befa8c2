// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.datalink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

/**
 * A row of links (DataLink 1.1, section 3.2). Immutable.
 *
 * @param id of the dataset, as it was asked for
 * @param target where it leads
 * @param description for people
 * @param semantics term of the vocabulary of DataLink with {@code #}, or the URI of another
 * @param content what comes of it
 * @param use who may use it; empty if that is not known
 */
public record Link(
        String id, Target target, String description, String semantics, Content content, Optional<Authorization> use) {

    /** Where a link leads. */
    public sealed interface Target {
        /** To a file. */
        record Url(String url) implements Target {}

        /** To a service that a descriptor of this id in the same document describes. */
        record Service(String descriptor) implements Target {}

        /** Nowhere. */
        record Fault(String message) implements Target {}
    }

    /**
     * What a link gives.
     *
     * @param type media type; empty if it is not known
     * @param bytes how many; empty if that is not known
     * @param qualifier term of the vocabulary of product types with {@code #}; empty if there is none
     * @param local kind of the link in this service, for rows that are otherwise alike; empty if there are none
     */
    public record Content(
            Optional<String> type, Optional<Long> bytes, Optional<String> qualifier, Optional<String> local) {

        /** Not known. */
        static final Content UNKNOWN =
                new Content(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** Of this media type. */
        static Content of(String type) {
            return new Content(Optional.of(type), Optional.empty(), Optional.empty(), Optional.empty());
        }

        Content bytes(long number) {
            return new Content(type, Optional.of(number), qualifier, local);
        }

        Content qualifier(Optional<String> term) {
            return new Content(type, bytes, term, local);
        }

        Content local(String kind) {
            return new Content(type, bytes, qualifier, Optional.of(kind));
        }
    }

    /**
     * Who may use a link.
     *
     * @param signIn {@code true} where nobody may who has not signed in, {@code optional} where anybody may
     * @param caller whether the caller may
     */
    public record Authorization(String signIn, boolean caller) {}

    /**
     * The columns of the table.
     *
     * @param ascii whether all identifiers, and with them all texts, are; others are no {@code char} of VOTable 1.4
     */
    static List<Field> fields(boolean ascii) {
        Primitive text = ascii ? Primitive.CHAR : Primitive.TEXT;
        return List.of(
                field("ID", text, "meta.id;meta.main", "Identifier of the dataset, as it was asked for"),
                field("access_url", Primitive.CHAR, "meta.ref.url", "Where it is to be had"),
                field("service_def", Primitive.CHAR, "meta.ref", "Which service in this document gives it"),
                field("error_message", text, "meta.code.error", "Why it is not to be had"),
                field("description", text, "meta.note", "What it is"),
                field("semantics", Primitive.CHAR, "meta.code", "What it is to the dataset"),
                field("content_type", Primitive.CHAR, "meta.code.mime", "Media type of what is to be had"),
                field("content_length", Primitive.LONG, "phys.size;meta.file", "How large it is"),
                field("content_qualifier", Primitive.CHAR, "", "Type of the data product"),
                field("local_semantics", Primitive.CHAR, "meta.id.assoc", "Same for the same kind of link"),
                field("link_auth", Primitive.CHAR, "meta.code", "Whether one must sign in for it"),
                field("link_authorized", Primitive.BOOLEAN, "meta.code", "Whether the caller may have it"));
    }

    private static Field field(String name, Primitive primitive, String ucd, String description) {
        return new Field(
                name,
                primitive,
                Optional.empty(),
                primitive == Primitive.LONG ? Optional.of("byte") : Optional.empty(),
                Optional.of(ucd).filter(word -> !word.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(description),
                Optional.empty());
    }

    /** Its cells, in the order of the {@linkplain #fields columns}. */
    List<Object> cells() {
        List<Object> cells = new ArrayList<>();
        cells.add(id);
        cells.add(target instanceof Target.Url(String url) ? url : Optional.empty());
        cells.add(target instanceof Target.Service(String descriptor) ? descriptor : Optional.empty());
        cells.add(target instanceof Target.Fault(String message) ? message : Optional.empty());
        cells.add(description);
        cells.add(semantics);
        cells.add(cell(content.type()));
        cells.add(cell(content.bytes()));
        cells.add(cell(content.qualifier()));
        cells.add(cell(content.local()));
        cells.add(cell(use.map(Authorization::signIn)));
        cells.add(cell(use.map(Authorization::caller)));
        return cells;
    }

    private static Object cell(Optional<?> value) {
        return value.isPresent() ? value.get() : Optional.empty();
    }
}
