// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * Everything that is metered here, of all services. Immutable.
 *
 * @param list in the order in which it is shown; no name twice
 */
public record UsageKinds(List<UsageKind> list) {

    public UsageKinds {
        list = List.copyOf(list);
        if (list.stream().map(UsageKind::name).distinct().count() != list.size()) {
            throw new IllegalArgumentException("two kinds of usage have the same name");
        }
    }

    /** The kind of that name, if there is one. */
    public Optional<UsageKind> find(String name) {
        return list.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** What there can be limits of, in order. */
    public List<Quota> quotas() {
        return list.stream()
                .flatMap(kind ->
                        Stream.of(Period.values()).filter(kind::isCounted).map(period -> new Quota(kind, period)))
                .toList();
    }

    /**
     * What a text such as {@code queries/day} names.
     *
     * @throws UsageFault if there is no such thing; it says what there is
     */
    public Quota quota(String text) {
        return quotas().stream()
                .filter(quota -> quota.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new UsageFault("there is no limit '" + shortened(text) + "': it must be one of "
                        + quotas().stream().map(Quota::text).collect(Collectors.joining(", "))));
    }

    /**
     * The limits that a text such as {@code queries/day=1000 bytes/month=50G} sets.
     *
     * @throws UsageFault if it is wrong, with what would be right
     */
    public Map<Quota, Double> limits(String text) {
        Map<Quota, Double> limits = new LinkedHashMap<>();
        Arrays.stream(text.strip().split("[\\s,]+"))
                .filter(entry -> !entry.isEmpty())
                .forEach(entry -> {
                    int equals = entry.indexOf('=');
                    if (equals < 0) {
                        throw new UsageFault("'" + shortened(entry) + "' is no limit: write it as in queries/day=1000");
                    }
                    Quota quota = quota(entry.substring(0, equals));
                    if (limits.put(quota, amount(entry.substring(equals + 1))) != null) {
                        throw new UsageFault("there are two limits for " + quota.text());
                    }
                });
        return limits;
    }

    /**
     * The amount that a text says; infinite for {@code unlimited}.
     *
     * @throws UsageFault if it is none
     */
    public static double amount(String text) {
        return Amounts.parse(text)
                .orElseThrow(() -> new UsageFault("'" + shortened(text)
                        + "' is no amount: write a number such as 1000, 2.5 or 50G (k, M, G, T are powers of 1000), or"
                        + " unlimited"));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
