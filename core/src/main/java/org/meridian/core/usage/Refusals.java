// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;

/**
 * What those are told who have used something up: how much, of how much, and the remedy. Immutable.
 *
 * @param contact whom to ask for more, such as an e-mail address; empty: the operator
 * @param defaults what signing in would give
 */
record Refusals(Optional<String> contact, UsageLimits.Defaults defaults) {

    /** The count starts anew by itself: 429; unless there is nothing to be had then: 403. */
    DaliFault overTime(Spender who, Usage usage, double wanted, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Period period = usage.quota().period();
        if (usage.limit() <= 0 || wanted > usage.limit()) {
            return new AuthorizationFault(spent(who, usage, wanted) + "; " + remedy(who, usage));
        }
        Duration wait = Duration.between(now, period.end(today).orElseThrow());
        return TransientFault.tooManyRequests(
                spent(who, usage, wanted) + "; the count starts anew at " + period.endInWords(today) + "; "
                        + remedy(who, usage),
                wait);
    }

    /** What is held has to be given back: 403. */
    DaliFault atOnce(Spender who, Usage usage, double wanted) {
        return new AuthorizationFault(spent(who, usage, wanted) + "; give some back first, or " + remedy(who, usage));
    }

    private static String spent(Spender who, Usage usage, double wanted) {
        UsageKind kind = usage.quota().kind();
        String more = wanted > 1 ? ", and want " + Amounts.text(wanted) + " more" : "";
        return (who.user().isPresent() ? "you have" : "those who come from your address without signing in have")
                + " used " + Amounts.text(usage.used()) + " of " + Amounts.text(usage.limit()) + " " + kind.words()
                + " " + usage.quota().period().words() + more;
    }

    private String remedy(Spender who, Usage usage) {
        double ofUsers = defaults.ofUsers(usage.quota());
        String ask = "ask " + contact.orElse("the operator") + " for more";
        if (who.user().isPresent() || ofUsers <= usage.limit()) {
            return ask;
        }
        return "sign in, for users have "
                + (Double.isInfinite(ofUsers) ? "no such limit" : Amounts.text(ofUsers) + " each") + ", or " + ask;
    }
}
