// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.workspace.node.NodePath.InvalidPathException;

class NodePathTest {

    @Test
    void readsNames() {
        assertEquals(
                List.of("home", "ann", "a b.fits"),
                NodePath.of("/home/ann/a b.fits").names());
        assertEquals(NodePath.of("home/ann"), NodePath.of("/home/ann/"));
        assertEquals(NodePath.ROOT, NodePath.of("/"));
        assertEquals(NodePath.ROOT, NodePath.of(""));
        assertEquals("/home/ann", NodePath.of("home/ann").toString());
    }

    @Test
    void readsEscapedNamesByTheirBytes() {
        assertEquals(
                List.of("home", "100% é"),
                NodePath.ofEscaped("/home/100%25%20%C3%A9").names());
        // Two ways to write one letter are two names, as they are for the file system.
        assertFalse(NodePath.ofEscaped("/%C3%A9").equals(NodePath.ofEscaped("/e%CC%81")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/../etc",
                "/home/%2e%2e/etc",
                "/home/%2E%2E/etc",
                "/./home",
                "//home",
                "/home//ann",
                "/home/a%2Fb",
                "/home/..%2f..%2fetc",
                "/home/a%00b",
                "/home/a%0d%0ab",
                "/home/%c0%ae%c0%ae/etc",
                "/home/%ed%a0%80",
                "/home/%ff",
                "/home/%zz",
                "/home/%2",
                "/home/%",
                "/home/%C2%85"
            })
    void refusesWhatWouldLeadElsewhere(String escaped) {
        assertThrows(InvalidPathException.class, () -> NodePath.ofEscaped(escaped));
    }

    @Test
    void aBackslashIsALetterLikeOthers() {
        assertEquals(
                List.of("home", "..\\..\\etc"),
                NodePath.ofEscaped("/home/..%5C..\\etc").names());
    }

    @ParameterizedTest
    @CsvSource({"255, true", "256, false"})
    void knowsTheLongestName(int length, boolean taken) {
        assertEquals(taken, NodePath.isName("x".repeat(length)));
        assertEquals(taken, NodePath.isName("é".repeat(length / 2) + "x".repeat(length % 2)));
    }

    @ParameterizedTest
    @CsvSource({
        "a, b",
        "a, aa",
        "A, a",
        "z, é",
        "\uD7FF, \uE000",
        "\uFF5E, \uD83D\uDE00",
        "a\uFF5E, a\uD83D\uDE00",
        "\uD83D\uDE00, \uD83D\uDE01"
    })
    void ordersNamesByTheirBytes(String before, String after) {
        assertTrue(NodePath.NAMES.compare(before, after) < 0);
        assertTrue(NodePath.NAMES.compare(after, before) > 0);
        assertEquals(0, NodePath.NAMES.compare(before, before));
        assertTrue(Arrays.compareUnsigned(before.getBytes(UTF_8), after.getBytes(UTF_8)) < 0);
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "~, true",
        "'a b', true",
        "..., true",
        ".a, true",
        "., false",
        ".., false",
        "a/b, false",
        "a\u007F, false",
        "é, true"
    })
    void knowsNames(String name, boolean taken) {
        assertEquals(taken, NodePath.isName(name));
    }

    @Test
    void knowsTheDeepestPath() {
        assertEquals(128, NodePath.of("a/".repeat(128)).names().size());
        assertThrows(InvalidPathException.class, () -> NodePath.of("a/".repeat(129)));
    }

    @Test
    void knowsWhatIsIn() {
        NodePath ann = NodePath.of("/home/ann");
        assertTrue(ann.holds(ann.child("x")));
        assertTrue(ann.holds(ann));
        assertTrue(NodePath.ROOT.holds(ann));
        assertFalse(ann.holds(NodePath.of("/home/anna")));
        assertFalse(ann.child("x").holds(ann));
    }
}
