// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import java.util.List;
import java.util.stream.Collectors;
import org.meridian.core.usage.Amounts;
import org.meridian.core.usage.Usage;

/** What somebody has used, and how much he may, on his page. */
final class UsageView {

    private UsageView() {}

    static String html(List<Usage> list) {
        return """
                <section class="card" aria-labelledby="usage-title">
                  <h2 id="usage-title">What you have used</h2>
                  <div class="list"><table><thead><tr><th scope="col">Of</th><th scope="col">Used</th><th scope="col">Limit</th><th scope="col">Starts anew</th></tr></thead>
                <tbody>
                %s</tbody></table></div>
                </section>
                """.formatted(list.stream().map(UsageView::row).collect(Collectors.joining()));
    }

    private static String row(Usage usage) {
        return "<tr><td>%s %s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                        escaped(usage.quota().kind().words()),
                        escaped(usage.quota().period().words()),
                        Amounts.text(usage.used()),
                        usage.isLimited() ? Amounts.text(usage.limit()) : "none",
                        usage.resets().map(Page::moment).orElse(""));
    }
}
