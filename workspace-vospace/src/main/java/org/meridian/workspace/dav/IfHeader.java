// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The header {@code If} (RFC 4918, section 10.4): lists of conditions, of which one must hold altogether. Whatever tokens of
 * locks stand in it are shown by it, too. Immutable.
 *
 * @param lists one at least
 */
record IfHeader(List<Conditions> lists) {

    /**
     * Conditions that must hold together.
     *
     * @param resource address of the resource of which they speak; empty for that of the request
     * @param conditions one at least
     */
    record Conditions(Optional<String> resource, List<Condition> conditions) {}

    /** What must hold of a resource, or must not. */
    sealed interface Condition {
        /** Whether it must not hold. */
        boolean not();
    }

    /**
     * It is locked, with this token.
     *
     * @param token a URI
     */
    record Token(boolean not, String token) implements Condition {}

    /**
     * It has this entity tag.
     *
     * @param tag without quotes
     * @param weak whether it says of itself that it does not stand for the very bytes: it never matches then
     */
    record Tag(boolean not, String tag, boolean weak) implements Condition {}

    /**
     * What holds of a resource.
     *
     * @param tag of its bytes
     * @param tokens of locks on it
     */
    record State(Optional<String> tag, Set<String> tokens) {
        private boolean meets(Condition condition) {
            return condition.not()
                    != switch (condition) {
                        case Token token -> tokens.contains(token.token);
                        case Tag wanted -> !wanted.weak && tag.equals(Optional.of(wanted.tag));
                    };
        }
    }

    IfHeader {
        lists = List.copyOf(lists);
    }

    /**
     * Reads a header.
     *
     * @throws DavFault 400 if it is not written as it should be
     */
    static IfHeader parse(String header) {
        return new Parser(header).read();
    }

    /** All tokens that stand in it. */
    Set<String> tokens() {
        return conditions()
                .flatMap(condition -> condition instanceof Token token ? Stream.of(token.token) : Stream.of())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it speaks of entity tags. */
    boolean hasTags() {
        return conditions().anyMatch(Tag.class::isInstance);
    }

    private Stream<Condition> conditions() {
        return lists.stream().flatMap(list -> list.conditions.stream());
    }

    /** Finds out what holds of a resource. */
    @FunctionalInterface
    interface States {
        /** @param resource its address; empty for that of the request */
        State of(Optional<String> resource) throws IOException;
    }

    /** Whether it holds. */
    boolean holds(States states) throws IOException {
        for (Conditions list : lists) {
            State state = states.of(list.resource);
            if (list.conditions.stream().allMatch(state::meets)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the header from left to right. */
    private static final class Parser {

        private static final int MOST = 50;

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        IfHeader read() {
            List<Conditions> lists = new ArrayList<>();
            Optional<String> resource = Optional.empty();
            boolean tagged = peek() == '<';
            while (peek() != END) {
                if (tagged && peek() == '<') {
                    resource = Optional.of(between('<', '>'));
                }
                lists.add(new Conditions(resource, list()));
            }
            // Each is looked up.
            if (lists.isEmpty() || lists.size() > MOST) {
                throw wrong();
            }
            return new IfHeader(lists);
        }

        private List<Condition> list() {
            expect('(');
            List<Condition> conditions = new ArrayList<>();
            while (peek() != ')') {
                conditions.add(condition());
            }
            expect(')');
            if (conditions.isEmpty()) {
                throw wrong();
            }
            return conditions;
        }

        private Condition condition() {
            boolean not = text.regionMatches(true, at, "Not", 0, 3);
            if (not) {
                at += 3;
            }
            if (peek() == '<') {
                return new Token(not, between('<', '>'));
            }
            expect('[');
            boolean weak = peek() == 'W' && text.startsWith("W/", at);
            if (weak) {
                at += 2;
            }
            String tag = between('"', '"');
            expect(']');
            return new Tag(not, tag, weak);
        }

        private static final char END = 0;

        /** The next character that is no blank. */
        private char peek() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : END;
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw wrong();
            }
            at++;
        }

        private String between(char open, char close) {
            expect(open);
            int end = text.indexOf(close, at);
            if (end < 0) {
                throw wrong();
            }
            String inside = text.substring(at, end);
            at = end + 1;
            return inside;
        }

        private DavFault wrong() {
            return new DavFault(400, "the header If is not as in RFC 4918, section 10.4, at its character " + (at + 1));
        }
    }
}
