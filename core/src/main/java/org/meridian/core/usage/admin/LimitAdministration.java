// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.usage.Amounts;
import org.meridian.core.usage.LimitRule;
import org.meridian.core.usage.LimitRule.Holder;
import org.meridian.core.usage.LimitRule.HolderType;
import org.meridian.core.usage.Quota;
import org.meridian.core.usage.UsageKinds;
import org.meridian.core.usage.store.LimitStore;

/**
 * What an administrator does with limits; each change is audited under his name. Gateways keep to a changed limit within some
 * seconds. Thread-safe.
 */
public final class LimitAdministration {

    private static final int LONGEST_GROUP = 300;

    /**
     * What it works with.
     *
     * @param limits the limits
     * @param kinds what there can be limits of
     * @param accounts for whom there can be
     * @param audit where changes are noted
     */
    public record Parts(LimitStore limits, UsageKinds kinds, AccountStore accounts, Audit audit) {}

    private final Parts parts;
    private final String who;
    private final Optional<String> address;

    /**
     * Administration on somebody's behalf.
     *
     * @param who for the audit log
     */
    public LimitAdministration(Parts parts, String who) {
        this(parts, who, Optional.empty());
    }

    private LimitAdministration(Parts parts, String who, Optional<String> address) {
        this.parts = parts;
        this.who = who;
        this.address = address;
    }

    /** The same on behalf of an administrator who asks from an IP address; empty on this machine. */
    public LimitAdministration by(String administrator, Optional<String> from) {
        return new LimitAdministration(parts, administrator, from);
    }

    /** What there can be limits of. */
    public UsageKinds kinds() {
        return parts.kinds;
    }

    /** All limits that have been set, by holder. */
    public List<LimitRule> list() {
        return parts.limits.list();
    }

    /**
     * Whose a limit is to be: a user's, or that of each member of a group.
     *
     * @throws UsageFault if it is not one of the two, or can be no group
     */
    public static Holder holder(Optional<String> user, Optional<String> group) {
        if (user.isPresent() == group.isPresent()) {
            throw new UsageFault("say whose limit it is: a user's, or a group's (not both)");
        }
        group.filter(name -> name.isBlank()
                        || name.length() > LONGEST_GROUP
                        || name.chars().anyMatch(Character::isISOControl))
                .ifPresent(name -> {
                    throw new UsageFault("a group has a name of at most " + LONGEST_GROUP + " characters");
                });
        return user.map(Holder::user).orElseGet(() -> Holder.group(group.orElseThrow()));
    }

    /**
     * Sets limits, in the place of those for the same.
     *
     * @param amounts infinite for without limit
     * @throws NotFoundFault if there is no such user
     * @throws UsageFault if there is nothing to set
     */
    public void set(Holder holder, Map<Quota, Double> amounts) {
        if (amounts.isEmpty()) {
            throw new UsageFault("there is no limit to set: name one, as in queries/day=1000");
        }
        requireUser(holder);
        amounts.forEach((quota, amount) -> {
            parts.limits.set(new LimitRule(holder, quota, amount));
            note(holder + ": " + quota.text() + "=" + Amounts.text(amount));
        });
    }

    private void requireUser(Holder holder) {
        if (holder.type() == HolderType.USER
                && (!Account.isName(holder.name())
                        || parts.accounts.find(holder.name()).isEmpty())) {
            throw new NotFoundFault("there is no such user");
        }
    }

    /**
     * Removes a limit: what is said elsewhere counts again.
     *
     * @throws NotFoundFault if there is none
     */
    public void remove(Holder holder, Quota quota) {
        if (!parts.limits.remove(holder, quota)) {
            throw new NotFoundFault("no limit " + quota.text() + " has been set for " + holder);
        }
        note(holder + ": " + quota.text() + " removed");
    }

    private void note(String detail) {
        parts.audit.note(new AuditEvent(Action.LIMIT_CHANGED, Optional.of(who), address, detail));
    }
}
