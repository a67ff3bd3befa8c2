// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.place.ArchivePlace;
import org.meridian.core.sky.Circle;
import org.meridian.sia.archive.Catalogue;
import org.meridian.sia.archive.Catalogue.Shown;
import org.meridian.sia.preview.Coverage;

/**
 * A collection on pages. Immutable.
 *
 * @param root path of the gateway's root, without trailing slash
 * @param name of the collection
 * @param title for people; may be empty
 * @param coverage what everybody may know of it; empty if that is nothing
 */
record CollectionView(String root, String name, String title, Optional<Coverage> coverage) {

    private String path() {
        return root + ObservationPages.ROOT + "/" + ArchivePlace.escaped(name);
    }

    /** Several, with their maps. */
    static String list(List<CollectionView> views) {
        if (views.isEmpty()) {
            return "<p class=\"muted\">There are no observations here that you may know of.</p>\n";
        }
        return views.stream()
                .map(CollectionView::item)
                .collect(Collectors.joining("", "<ul class=\"sights maps\">\n", "</ul>\n"));
    }

    private String item() {
        return "<li><h2><a href=\"%s\">%s</a></h2>%s%s%s</li>\n"
                .formatted(
                        escaped(path()),
                        escaped(name),
                        title.isEmpty() ? "" : "<p>" + escaped(title) + "</p>",
                        map(),
                        facts());
    }

    private String map() {
        return coverage.isEmpty()
                ? ""
                : "<img src=\"%s/preview/%s?size=1024\" width=\"1024\" height=\"512\" loading=\"lazy\" alt=\"Where on the sky the observations of %s are\">"
                        .formatted(escaped(root), escaped(ArchivePlace.escaped(name)), escaped(name));
    }

    private String facts() {
        if (coverage.isEmpty()) {
            return "<p class=\"muted\">Members of a group alone know of it.</p>";
        }
        Coverage all = coverage.get();
        String whole = all.wholeSky() == 0 ? "" : "%d that cover most of the sky".formatted(all.wholeSky());
        return "<dl class=\"facts\">"
                + fact("Datasets", Long.toString(all.datasets()))
                + fact("Everybody may read", all.open() == all.datasets() ? "all" : Long.toString(all.open()))
                + all.timeMjd()
                        .map(times -> fact("Observed", Quantities.days(times.min(), times.max())))
                        .orElse("")
                + all.bandM()
                        .map(band -> fact("Wavelengths", Quantities.wavelengths(band.min(), band.max())))
                        .orElse("")
                + (whole.isEmpty() ? "" : fact("Not on the map", whole))
                + "</dl>";
    }

    private static String fact(String term, String value) {
        return "<dt>" + term + "</dt><dd>" + escaped(value) + "</dd>";
    }

    /** What stands above its datasets. */
    String head() {
        return "<p class=\"hint\"><a href=\"%s\">All collections</a>%s</p>\n<div class=\"sight\"><figure>%s</figure><div>%s</div></div>\n"
                .formatted(
                        escaped(root + ObservationPages.ROOT),
                        title.isEmpty() ? "" : " · " + escaped(title),
                        map(),
                        facts());
    }

    /**
     * The form to search in it.
     *
     * @param wrong what was wrong with it; empty if nothing was
     */
    String form(String find, String radius, String wrong) {
        return """
                %s<form method="get" action="%s" class="find" role="search">
                  <label>Target, identifier, or position
                    <input type="search" name="find" value="%s" maxlength="200" placeholder="M31, or 83.82 -5.39, or 05:35:17 -05:23:28"></label>
                  <label class="short">Radius, degrees
                    <input type="text" inputmode="decimal" name="radius" value="%s" placeholder="0.1"></label>
                  <button type="submit">Find</button>
                </form>
                """.formatted(Page.alert(wrong), escaped(path()), escaped(find), escaped(radius));
    }

    /**
     * Its datasets.
     *
     * @param next query of the page behind a path
     */
    String datasets(Catalogue.Page page, UnaryOperator<String> next, SkySearch search) {
        String around = search.around().map(CollectionView::place).orElse("");
        if (page.datasets().isEmpty()) {
            return around + "<p class=\"muted\">Nothing was found that you may know of.</p>\n";
        }
        String items = page.datasets().stream().map(this::item).collect(Collectors.joining());
        String on = page.next()
                .map(after -> "<p class=\"ways\"><a href=\"" + escaped(path()) + "\">From the beginning</a>"
                        + "<a rel=\"next\" href=\"" + escaped(path() + next.apply(after)) + "\">More</a></p>\n")
                .orElse("");
        return around + "<ul class=\"sights\">\n" + items + "</ul>\n" + on;
    }

    private static String place(Circle circle) {
        return "<p class=\"muted\">Within %s degrees of %.5f %+.5f (ICRS)</p>\n"
                .formatted(circle.radiusDeg(), circle.lonDeg(), circle.latDeg());
    }

    private String item(Shown shown) {
        String file = shown.dataset().place().escapedPath();
        String name = shown.dataset().path().substring(shown.dataset().path().lastIndexOf('/') + 1);
        boolean pictured = DatasetView.isPictured(shown) && shown.readable();
        String picture = pictured
                ? "<img src=\"%s/preview/%s?size=128\" width=\"128\" height=\"128\" loading=\"lazy\" alt=\"\">"
                        .formatted(escaped(root), escaped(file))
                : "<span class=\"nothing\"></span>";
        String said = Stream.of(
                        Optional.ofNullable(shown.columns().get("instrument_name")),
                        Optional.ofNullable(shown.columns().get("energy_bandpassname")),
                        Optional.ofNullable(shown.columns().get("dataproduct_type")),
                        Optional.ofNullable(shown.columns().get("t_min"))
                                .map(mjd -> Quantities.day(Double.parseDouble(mjd))))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" · "));
        return "<li>%s<div><h2><a href=\"%s\">%s</a></h2><p>%s</p><p class=\"muted\">%s</p>%s</div></li>\n"
                .formatted(
                        picture,
                        escaped(root + ObservationPages.ROOT + "/" + file),
                        escaped(name),
                        escaped(shown.columns().getOrDefault("target_name", "")),
                        escaped(said),
                        shown.readable() ? "" : "<p class=\"muted\">not for you to read</p>");
    }
}
