// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parts of which pages are made. */
final class Html {

    private Html() {}

    /**
     * A table whose last column, without a head, is for what can be done.
     *
     * @param none what is said if there are no items
     * @param heads of all columns but the last
     * @param cells the row of an item, as HTML
     */
    static <T> String table(String none, List<String> heads, List<T> items, Function<T, String> cells) {
        if (items.isEmpty()) {
            return "<p class=\"muted\">" + none + "</p>\n";
        }
        String head = heads.stream()
                .map(text -> "<th scope=\"col\">" + text + "</th>")
                .collect(Collectors.joining());
        String rows = items.stream()
                .map(item -> "<tr>" + cells.apply(item) + "</tr>\n")
                .collect(Collectors.joining());
        return "<div class=\"list\"><table><thead><tr>" + head
                + "<th><span class=\"unseen\">Action</span></th></tr></thead>" + "<tbody>\n" + rows
                + "</tbody></table></div>\n";
    }

    /** A number of things, as in {@code 2 users}. */
    static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** A button that sends an empty form; {@code path} begins with the path of the gateway's root. */
    static String button(String path, String text) {
        return "<form method=\"post\" action=\"" + escaped(path) + "\"><button type=\"submit\" class=\"quiet\">" + text
                + "</button></form>";
    }
}
