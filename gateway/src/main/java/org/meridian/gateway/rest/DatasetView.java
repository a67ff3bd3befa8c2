// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meridian.core.place.ArchivePlace;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.core.votable.ServiceDescriptor.Given;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.sia.archive.Catalogue.Shown;
import org.meridian.sia.datalink.Link;
import org.meridian.sia.datalink.Link.Target;
import org.meridian.sia.datalink.Links;

/**
 * A dataset on its page: its pictures, what ObsCore says of it, its links, and forms for the services to which some of them lead.
 * Immutable.
 *
 * @param root path of the gateway's root, without trailing slash
 * @param gateway its URL, without trailing slash
 * @param shown the dataset
 * @param found its links
 */
record DatasetView(String root, String gateway, Shown shown, Links.Found found) {

    /** Of which there are no pictures. */
    private static final Set<String> UNPICTURED = Set.of("visibility", "measurements");

    /** Columns that are shown otherwise, or are long and for programs. */
    private static final Set<String> LEFT_OUT =
            Set.of("obs_publisher_did", "obs_collection", "access_url", "access_format", "access_estsize", "s_moc");

    /** Inputs for which a form needs none: others say the same. */
    private static final Set<String> SPARED = Set.of("POS");

    /** Whether there can be a picture of it. */
    static boolean isPictured(Shown shown) {
        return !UNPICTURED.contains(shown.columns().getOrDefault("dataproduct_type", ""));
    }

    String html() {
        String collection = shown.dataset().collection();
        String up = "<p class=\"hint\"><a href=\"%s\">All collections</a> · <a href=\"%s\">%s</a></p>\n"
                .formatted(
                        escaped(root + ObservationPages.ROOT),
                        escaped(root + ObservationPages.ROOT + "/" + ArchivePlace.escaped(collection)),
                        escaped(collection));
        return up + pictures() + facts() + links() + forms() + program();
    }

    private String pictures() {
        if (!shown.readable()) {
            return Page.alert("You may know of this dataset, but not read it: it is "
                    + shown.dataset().rule() + ".");
        }
        String figures = found.links().stream()
                .filter(link -> link.semantics().equals("#preview")
                        && link.content().type().equals(Optional.of("image/png")))
                .map(link -> link.target() instanceof Target.Url(String url)
                        ? "<figure><img src=\"%s\" alt=\"%s\"><figcaption class=\"muted\">%s</figcaption></figure>\n"
                                .formatted(
                                        escaped(url.replaceFirst(
                                                "^" + Pattern.quote(gateway), Matcher.quoteReplacement(root))),
                                        escaped(link.description()),
                                        escaped(link.description()))
                        : "")
                .collect(Collectors.joining());
        return figures.isEmpty() ? "" : "<div class=\"sight\">" + figures + "</div>\n";
    }

    private String facts() {
        String facts = shown.columns().entrySet().stream()
                .filter(cell -> !LEFT_OUT.contains(cell.getKey()))
                .map(cell -> "<dt>%s</dt><dd>%s</dd>".formatted(escaped(cell.getKey()), escaped(words(cell))))
                .collect(Collectors.joining());
        return """
                <section class="card" aria-labelledby="said-title">
                  <h2 id="said-title">What is known of it</h2>
                  <dl class="facts"><dt>Identifier</dt><dd><code>%s</code></dd>%s</dl>
                </section>
                """.formatted(escaped(shown.dataset().publisherDid()), facts);
    }

    /** Times as days, too, and wavelengths in units of their size. */
    private static String words(Map.Entry<String, String> cell) {
        String value = cell.getValue();
        return switch (cell.getKey()) {
            case "t_min", "t_max" -> value + " (MJD; " + Quantities.day(Double.parseDouble(value)) + ")";
            case "em_min", "em_max" ->
                value + " m (" + Quantities.wavelengths(Double.parseDouble(value), Double.parseDouble(value)) + ")";
            case "s_ra", "s_dec", "s_fov" -> value + "°";
            case "t_exptime" -> value + " s";
            default -> value;
        };
    }

    private String links() {
        List<Link> all = found.links().stream()
                .filter(link -> link.target() instanceof Target.Url)
                .toList();
        return "<section class=\"card\" aria-labelledby=\"links-title\">\n<h2 id=\"links-title\">Files and pictures</h2>\n"
                + Html.table("There are none.", List.of("What", "Meaning", "Type", "Size"), all, this::row)
                + "</section>\n";
    }

    private String row(Link link) {
        String url = link.target() instanceof Target.Url(String to) ? to : "";
        boolean may = link.use().map(Link.Authorization::caller).orElse(true);
        return "<td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
                .formatted(
                        escaped(link.description()),
                        escaped(link.semantics()),
                        escaped(link.content().type().orElse("")),
                        escaped(link.content().bytes().map(Quantities::bytes).orElse("")),
                        may ? "<a href=\"" + escaped(url) + "\">Open</a>" : "not for you");
    }

    private String forms() {
        return shown.readable() ? found.services().stream().map(this::form).collect(Collectors.joining()) : "";
    }

    private String form(ServiceDescriptor service) {
        String inputs = service.inputs().stream()
                .filter(input -> !SPARED.contains(input.field().name()))
                .map(DatasetView::input)
                .collect(Collectors.joining());
        return """
                <section class="card" aria-labelledby="%1$s-title">
                  <h2 id="%1$s-title">Cut out a part</h2>
                  <p class="hint">%2$s. What is left empty is not cut; what stands there as an example is all there is.</p>
                  <form method="get" action="%3$s" class="stack">
                %4$s    <button type="submit">Cut out</button>
                  </form>
                </section>
                """.formatted(
                        escaped(service.id()),
                        escaped(service.description().orElse("A part of the dataset")),
                        escaped(service.accessUrl()),
                        inputs);
    }

    private static String input(Input input) {
        String name = escaped(input.field().name());
        if (input.given() instanceof Given.Fixed(String value)) {
            return "    <input type=\"hidden\" name=\"%s\" value=\"%s\">\n".formatted(name, escaped(value));
        }
        String label = escaped(input.field().description().orElse(input.field().name())
                + input.field().unit().map(unit -> " [" + unit + "]").orElse(""));
        if (!input.values().options().isEmpty()) {
            String options = input.values().options().stream()
                    .map(option -> "<option>" + escaped(option) + "</option>")
                    .collect(Collectors.joining());
            return "    <label>%s: %s\n      <select name=\"%s\"><option value=\"\">all</option>%s</select></label>\n"
                    .formatted(name, label, name, options);
        }
        String range = input.values().min().map(min -> min + " ").orElse("")
                + input.values().max().orElse("");
        return "    <label>%s: %s\n      <input type=\"text\" name=\"%s\" placeholder=\"%s\"%s></label>\n"
                .formatted(
                        name,
                        label,
                        name,
                        escaped(range),
                        input.field().name().equals("CIRCLE") ? " value=\"" + escaped(half(range)) + "\"" : "");
    }

    /** A circle with half of the radius, to begin with. */
    private static String half(String circle) {
        String[] words = circle.split(" ", -1);
        return words.length == 3
                ? String.format(
                        Locale.ROOT,
                        "%.6f %.6f %.6f",
                        Double.parseDouble(words[0]),
                        Double.parseDouble(words[1]),
                        Double.parseDouble(words[2]) / 2)
                : "";
    }

    private String program() {
        String did = shown.dataset().publisherDid();
        return """
                <section class="card" aria-labelledby="program-title">
                  <h2 id="program-title">In Python</h2>
                  <pre class="secret">import pyvo
                links = pyvo.dal.adhoc.DatalinkResults.from_result_url(
                    "%s/datalink/links?ID=%s")
                for link in links:
                    print(link.semantics, link.content_type, link.access_url)
                with open("%s", "wb") as file:
                    file.write(next(links.bysemantics("#this")).getdataset().read())</pre>
                </section>
                """.formatted(
                        escaped(gateway),
                        escaped(ArchivePlace.escaped(did).replace("/", "%2F")),
                        escaped(shown.dataset()
                                .path()
                                .substring(shown.dataset().path().lastIndexOf('/') + 1)
                                .replaceAll("[^A-Za-z0-9._-]", "_")));
    }
}
