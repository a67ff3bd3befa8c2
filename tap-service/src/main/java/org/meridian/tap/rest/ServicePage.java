// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.List;
import org.meridian.core.vosi.XmlDocument;

/** The page at the root of the TAP service, for people who follow its URL (TAP 1.1, section 2). */
final class ServicePage {

    private record Entry(String path, String what) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry("/sync", "queries, answered at once: LANG=ADQL, QUERY=..., RESPONSEFORMAT=..., MAXREC=..."),
            new Entry("/async", "the same as jobs, for queries that take long"),
            new Entry("/tables", "the published tables and their columns"),
            new Entry("/examples", "queries to begin with"),
            new Entry("/capabilities", "languages, formats and limits"),
            new Entry("/availability", "whether the service is up"));

    private ServicePage() {}

    /**
     * The page, XHTML that is also HTML.
     *
     * @param service URL of the service, without trailing slash
     * @param portal URL of the gateway's start page
     */
    static String of(String service, String portal) {
        XmlDocument html = new XmlDocument();
        html.start("html").attribute("xmlns", "http://www.w3.org/1999/xhtml").attribute("lang", "en");
        html.start("head").element("title", "TAP service").end();
        html.start("body").element("h1", "TAP service");
        html.element(
                "p",
                "A Table Access Protocol 1.1 service of the Virtual Observatory. Give this URL to TOPCAT, STILTS "
                        + "or pyVO:");
        html.start("pre").text(service);
        html.start("ul");
        for (Entry entry : ENTRIES) {
            html.start("li");
            html.start("a").attribute("href", service + entry.path).text(entry.path.substring(1));
            html.element("span", " \u2014 " + entry.what);
            html.end();
        }
        html.end();
        html.start("p").start("a").attribute("href", portal).text("Start page with a query box");
        html.end().end();
        return html.end().toString().replaceFirst("<\\?xml[^>]*>\n", "<!DOCTYPE html>\n");
    }
}
