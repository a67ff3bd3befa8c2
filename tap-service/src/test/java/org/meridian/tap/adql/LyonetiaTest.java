// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.meridian.core.SharedFiles;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The queries of the IVOA's "lyonetia" collection, each labelled valid or not, against the syntax check. The collection is
 * under GPL and not part of this project: it is looked for in the folder {@code standards/examples/adql-lyonetia} of the
 * system property {@code meridian.shared} or of a folder {@code shared} beside an enclosing one.
 */
class LyonetiaTest {
    /** Queries whose label the text of the recommendation contradicts: see docs/conformance-adql.md. */
    private static final Map<String, String> DISAGREEMENTS = Map.of(
            // Labelled invalid for a join without ON; the grammar has [ <join_specification> ], and ten
            // queries of the gavo set need it to be optional.
            "ivoa/2_from.xml d4c3a72c-4458-11e6-96e2-28b2bdcff70b", "the join specification is optional");

    @Test
    void meetsEveryLabelButThoseTheRecommendationContradicts() throws Exception {
        Path folder = SharedFiles.require("standards/examples/adql-lyonetia");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
        Map<String, String> different = new TreeMap<>();
        int queries = 0;
        for (Path file : files) {
            queries += compare(file, folder.relativize(file).toString(), different);
        }
        System.out.println("lyonetia: " + queries + " queries in " + files.size() + " files");
        assertTrue(queries > 200, "only " + queries + " queries found");
        assertEquals(DISAGREEMENTS.keySet(), different.keySet(), different::toString);
    }

    private static int compare(Path file, String name, Map<String, String> different) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        List<Udf> common = declared(root);
        NodeList queries = root.getElementsByTagName("query");
        for (int i = 0; i < queries.getLength(); i++) {
            Element query = (Element) queries.item(i);
            List<Udf> udfs = new ArrayList<>(common);
            udfs.addAll(declared(query));
            Element adql = (Element) query.getElementsByTagName("adql").item(0);
            String expected = adql.getAttribute("valid");
            String text = adql.getTextContent();
            String outcome = "true";
            try {
                QueryCheck.check(text, new QueryCheck.Options(Optional.empty(), new Udfs(udfs)));
            } catch (AdqlException e) {
                outcome = "false";
                if (expected.equals("true")) {
                    outcome += " (" + e.describe() + ")";
                }
            }
            if (!outcome.equals(expected)) {
                different.put(
                        name + " " + query.getAttribute("uuid"),
                        "labelled " + expected + ", is " + outcome + "\n" + text);
            }
        }
        return queries.getLength();
    }

    /** Functions declared by a child {@code functions} of the element. */
    private static List<Udf> declared(Element element) throws AdqlException {
        List<Udf> udfs = new ArrayList<>();
        NodeList forms = element.getElementsByTagName("form");
        for (int i = 0; i < forms.getLength(); i++) {
            if (forms.item(i).getParentNode().getParentNode().getParentNode().isSameNode(element)) {
                udfs.add(new Udf(
                        UdfSignature.parse(forms.item(i).getTextContent().strip()), ""));
            }
        }
        return udfs;
    }
}
