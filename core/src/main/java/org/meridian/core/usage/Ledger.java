// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** Where counts are kept, which several gateways share. Thread-safe. */
public interface Ledger {

    /**
     * A count.
     *
     * @param account see {@link Spender#account()}
     * @param kind name of a {@link UsageKind}
     * @param day of UTC
     * @param amount in the unit of the kind
     */
    record Entry(String account, String kind, LocalDate day, double amount) {}

    /**
     * Adds amounts, all or none.
     *
     * @return what the counts are then
     */
    List<Entry> add(List<Entry> amounts);

    /** The counts of accounts since a day, of each kind that of {@code today} and the sum of all days before. */
    List<Entry> read(Collection<String> accounts, LocalDate since, LocalDate today);

    /**
     * Forgets old counts.
     *
     * @param users those of users before this day
     * @param addresses those of addresses before this day
     */
    void forget(LocalDate users, LocalDate addresses);
}
