// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;
import java.util.Optional;

/**
 * What a document says of a service that works on its rows, or on what it links to (DataLink 1.1, section 4). Formats other
 * than VOTable cannot say it. Immutable.
 *
 * @param id of its RESOURCE, an NCName and the only such of the document: {@code service_def} of DataLink names it
 * @param standardId of the capability, such as {@code ivo://ivoa.net/std/SODA#sync-1.0}; empty for a service of one's own
 * @param accessUrl to which the inputs are added as parameters
 * @param contentType media type of what it answers; empty if it varies
 * @param description for people
 * @param inputs its parameters
 */
public record ServiceDescriptor(
        String id,
        Optional<String> standardId,
        String accessUrl,
        Optional<String> contentType,
        Optional<String> description,
        List<Input> inputs) {

    /** Id of what a service says of itself in its own documents (section 4.4). */
    public static final String SELF = "this";

    public ServiceDescriptor {
        inputs = List.copyOf(inputs);
    }

    /**
     * A parameter of the service (section 4.3).
     *
     * @param field its name, type and meaning
     * @param given where its value comes from
     * @param values what it may be
     */
    public record Input(Field field, Given given, Values values) {

        /** A parameter with a value that the user has no choice of. */
        public static Input fixed(Field field, String value) {
            return new Input(field, new Given.Fixed(value), Values.ANY);
        }

        /** A parameter whose value stands in a column of the results. */
        public static Input of(Field field, String column) {
            return new Input(field, new Given.InColumn(column), Values.ANY);
        }

        /** A parameter that the user chooses, or leaves out. */
        public static Input chosen(Field field, Values values) {
            return new Input(field, new Given.ByUser(), values);
        }
    }

    /** Where the value of a parameter comes from. */
    public sealed interface Given {
        /** It is always the same. */
        record Fixed(String value) implements Given {}

        /** It stands in the results, in the column of this name. */
        record InColumn(String column) implements Given {}

        /** The user says it. */
        record ByUser() implements Given {}
    }

    /**
     * What a parameter may be (VOTable 1.4, section 4.5), as it is written in a VOTable.
     *
     * @param min least value; of a geometry none
     * @param max largest value; of a geometry the largest one that is useful
     * @param options all there are; empty where that cannot be said
     */
    public record Values(Optional<String> min, Optional<String> max, List<String> options) {
        /** Nothing is known. */
        public static final Values ANY = new Values(Optional.empty(), Optional.empty(), List.of());

        public Values {
            options = List.copyOf(options);
        }

        /** Anything between two ends. */
        public static Values between(String min, String max) {
            return new Values(Optional.of(min), Optional.of(max), List.of());
        }

        /** Anything within {@code max}. */
        public static Values within(String max) {
            return new Values(Optional.empty(), Optional.of(max), List.of());
        }

        /** One of a few. */
        public static Values of(List<String> options) {
            return new Values(Optional.empty(), Optional.empty(), options);
        }
    }
}
