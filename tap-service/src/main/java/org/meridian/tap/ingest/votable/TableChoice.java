// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import uk.ac.starlink.votable.TableElement;
import uk.ac.starlink.votable.VOElement;

/**
 * Which TABLE of a document is meant where nobody says: the first in a RESOURCE of type {@code results} (DALI 1.1, section
 * 4.4), where there is none the first that is not in one of type {@code meta} (VOTable 1.4, section 3.2). Pure functions.
 */
final class TableChoice {
    private static final int MAX_MESSAGE = 200;

    private TableChoice() {}

    /** A TABLE and its number in the document, from 0. */
    record Chosen(TableElement table, int number) {}

    /**
     * The TABLE to read.
     *
     * @param number the one asked for, from 0; empty for the one that is meant
     * @throws IOException if there is none, or the document is the answer to a query that failed
     */
    static Chosen of(VOElement document, OptionalInt number) throws IOException {
        List<TableElement> tables = new ArrayList<>();
        NodeList elements = document.getElementsByVOTagName("TABLE");
        for (int i = 0; i < elements.getLength(); i++) {
            tables.add((TableElement) elements.item(i));
        }
        OptionalInt chosen = number.isPresent() ? number : meant(tables);
        requireOk(
                document,
                chosen.isPresent() && chosen.getAsInt() < tables.size() ? tables.get(chosen.getAsInt()) : null);
        if (chosen.isEmpty()) {
            throw new IOException(
                    tables.isEmpty()
                            ? "the VOTable has no TABLE"
                            : "the VOTable has TABLEs in RESOURCEs of type meta only: put yours into one of type results");
        }
        if (chosen.getAsInt() >= tables.size()) {
            throw new IOException(
                    tables.isEmpty()
                            ? "the VOTable has no TABLE"
                            : "the VOTable has " + tables.size() + " tables, there is no number " + chosen.getAsInt());
        }
        return new Chosen(tables.get(chosen.getAsInt()), chosen.getAsInt());
    }

    private static OptionalInt meant(List<TableElement> tables) {
        OptionalInt result = IntStream.range(0, tables.size())
                .filter(i -> type(tables.get(i)).equals("results"))
                .findFirst();
        return result.isPresent()
                ? result
                : IntStream.range(0, tables.size())
                        .filter(i -> !type(tables.get(i)).equals("meta"))
                        .findFirst();
    }

    /** The type of the innermost RESOURCE around an element that has one; blank if none has. */
    private static String type(Element element) {
        for (Node node = element.getParentNode(); node instanceof VOElement around; node = node.getParentNode()) {
            if (around.getVOTagName().equals("RESOURCE") && around.hasAttribute("type")) {
                return around.getAttribute("type").strip();
            }
        }
        return "";
    }

    /** Refuses the answer to a query that failed (DALI 1.1, section 4.4.1); one whose rows were cut is a table. */
    private static void requireOk(VOElement document, @Nullable TableElement table) throws IOException {
        NodeList infos = document.getElementsByVOTagName("INFO");
        for (int i = 0; i < infos.getLength(); i++) {
            VOElement info = (VOElement) infos.item(i);
            boolean failed = info.getAttribute("name").strip().equals("QUERY_STATUS")
                    && info.getAttribute("value").strip().equals("ERROR");
            if (failed && (table == null || resource(info) == resource(table))) {
                String message = String.valueOf(info.getTextContent()).strip().replaceAll("\\s+|\\p{Cntrl}", " ");
                throw new IOException("the VOTable is the answer to a query that failed (QUERY_STATUS is ERROR)"
                        + (message.isEmpty()
                                ? ""
                                : ": "
                                        + (message.length() <= MAX_MESSAGE
                                                ? message
                                                : message.substring(0, MAX_MESSAGE) + "...")));
            }
        }
    }

    private static @Nullable Node resource(Element element) {
        Node node = element.getParentNode();
        while (node instanceof VOElement around && !around.getVOTagName().equals("RESOURCE")) {
            node = node.getParentNode();
        }
        return node;
    }
}
