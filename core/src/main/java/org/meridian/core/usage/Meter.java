// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.List;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;

/**
 * Counts what is used, and says whether more may be. A service asks before it begins and reports what it has spent; it does not
 * break off what has begun. Limits hold approximately: what other gateways on the same database have counted is known here some
 * seconds later.
 *
 * <p>Where something is used up, methods throw {@link TransientFault} (429, with the time at which the count starts anew), or
 * {@link AuthorizationFault} (403) where no waiting helps. The message says how much was used, the limit, and the remedy.
 * Thread-safe. No method but {@link #usage} asks the database, except once for an account that has limits and has not been seen
 * here for a while.
 */
public interface Meter {

    /** Asks whether any of these is used up, for what can be measured only while it is spent. */
    void ask(Spender who, List<UsageKind> kinds);

    /** Asks for an amount of something and counts it, in one step. */
    void take(Spender who, UsageKind kind, double amount);

    /** Counts what was spent, whatever the limit. A negative amount gives back what was {@linkplain #take taken} in vain. */
    void report(Spender who, UsageKind kind, double amount);

    /**
     * Asks for more of something that is held and given back, which the service itself counts.
     *
     * @param held how much the account holds now
     * @param more how much is wanted beside that
     */
    void askAtOnce(Spender who, UsageKind kind, double held, double more);

    /** How much an account may hold of something; infinite where there is no limit. */
    double limitAtOnce(Spender who, UsageKind kind);

    /** What an account has used of everything that adds up, per day and month, as all gateways have counted it. */
    List<Usage> usage(Spender who);
}
