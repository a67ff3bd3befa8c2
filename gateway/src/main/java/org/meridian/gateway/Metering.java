// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.time.InstantSource;
import org.meridian.core.db.Database;
import org.meridian.core.usage.UsageMeter;
import org.meridian.core.usage.admin.LimitAdministration;
import org.meridian.core.usage.store.LimitStore;
import org.meridian.core.usage.store.UsageStore;
import org.meridian.gateway.config.UsageKeys;

/**
 * What is used and how much may be, wired together. Services get the meter; it is closed after them and before the database.
 *
 * @param meter of everything
 * @param limits that administrators have set
 */
record Metering(UsageMeter meter, LimitStore limits) implements AutoCloseable {

    static Metering begin(Database database, UsageMeter.Settings settings) {
        LimitStore limits = new LimitStore(database.owner(), UsageKeys.KINDS);
        UsageMeter meter = new UsageMeter(
                new UsageMeter.Parts(
                        UsageKeys.KINDS, new UsageStore(database.owner()), limits::list, InstantSource.system()),
                settings);
        return new Metering(meter.begin(), limits);
    }

    LimitAdministration administration(Identity identity) {
        return new LimitAdministration(
                new LimitAdministration.Parts(limits, meter.kinds(), identity.accounts(), identity.audit()),
                "the gateway");
    }

    @Override
    public void close() {
        meter.close();
    }
}
