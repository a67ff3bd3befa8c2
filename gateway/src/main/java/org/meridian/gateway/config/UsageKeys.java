// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.usage.Quota;
import org.meridian.core.usage.UsageKinds;
import org.meridian.core.usage.UsageLimits;
import org.meridian.core.usage.UsageMeter;
import org.meridian.tap.query.QueryMeter;

/**
 * Keys about how much may be used in a day or month.
 *
 * @param anonymous limits of the address of clients that have not signed in, such as {@code queries/day=1000}
 * @param signedIn limits of a user, where an administrator has set none for him or his groups
 * @param contact whom to ask for more
 */
public record UsageKeys(Optional<String> anonymous, Optional<String> signedIn, Optional<String> contact) {

    /** Everything that this gateway meters. */
    public static final UsageKinds KINDS = new UsageKinds(QueryMeter.KINDS);

    /** No limits. */
    static final UsageKeys DEFAULT = new UsageKeys(Optional.empty(), Optional.empty(), Optional.empty());

    private static final int LONGEST_CONTACT = 200;

    public UsageKeys {
        limits("usage.anonymous", anonymous);
        limits("usage.signedIn", signedIn);
        contact.ifPresent(text -> ConfigException.require(
                text.length() <= LONGEST_CONTACT && text.chars().noneMatch(Character::isISOControl),
                "usage.contact",
                text,
                "a line of at most " + LONGEST_CONTACT + " characters, such as an e-mail address"));
    }

    private static Map<Quota, Double> limits(String key, Optional<String> text) {
        try {
            return text.map(KINDS::limits).orElse(Map.of());
        } catch (UsageFault e) {
            throw new ConfigException(key + ": " + e.message());
        }
    }

    /** What they say. */
    public UsageMeter.Settings settings() {
        return new UsageMeter.Settings(
                new UsageLimits.Defaults(limits("usage.anonymous", anonymous), limits("usage.signedIn", signedIn)),
                contact.map(String::strip));
    }
}
