// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.meridian.core.usage.LimitRule.Holder;

/**
 * How much everybody may use. For a user the limit set for himself counts, where there is one; else the most generous of those
 * of his groups, where there are any; else that of all who have signed in. Immutable.
 */
public final class UsageLimits {

    /**
     * Limits where an administrator has set none; what is missing is unlimited.
     *
     * @param anonymous of the address of clients that have not signed in
     * @param signedIn of a user
     */
    public record Defaults(Map<Quota, Double> anonymous, Map<Quota, Double> signedIn) {
        /** No limits at all. */
        public static final Defaults UNLIMITED = new Defaults(Map.of(), Map.of());

        public Defaults {
            anonymous = Map.copyOf(anonymous);
            signedIn = Map.copyOf(signedIn);
        }

        /** The limit of any user for whom nothing else is set. */
        double ofUsers(Quota quota) {
            return signedIn.getOrDefault(quota, Double.POSITIVE_INFINITY);
        }
    }

    private final Defaults defaults;
    private final Map<Holder, Map<Quota, Double>> rules;

    UsageLimits(Defaults defaults, List<LimitRule> rules) {
        this.defaults = defaults;
        this.rules = new HashMap<>();
        rules.forEach(rule -> this.rules
                .computeIfAbsent(rule.holder(), holder -> new HashMap<>())
                .put(rule.quota(), rule.amount()));
    }

    /** How much somebody may use; infinite where there is no limit. */
    double of(Spender who, Quota quota) {
        if (who.user().isEmpty()) {
            return who.isLocal()
                    ? Double.POSITIVE_INFINITY
                    : defaults.anonymous.getOrDefault(quota, Double.POSITIVE_INFINITY);
        }
        Double own = rule(Holder.user(who.user().get()), quota);
        if (own != null) {
            return own;
        }
        OptionalDouble ofGroups = who.groups().stream()
                .map(group -> rule(Holder.group(group), quota))
                .filter(amount -> amount != null)
                .mapToDouble(amount -> amount)
                .max();
        return ofGroups.orElse(defaults.ofUsers(quota));
    }

    private @org.jspecify.annotations.Nullable Double rule(Holder holder, Quota quota) {
        return rules.getOrDefault(holder, Map.of()).get(quota);
    }
}
