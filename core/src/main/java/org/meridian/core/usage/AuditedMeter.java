// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.List;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.dali.DaliFault;

/**
 * A meter whose refusals are noted.
 *
 * @param meter that refuses
 * @param audit where it is noted, under the user or the network
 */
public record AuditedMeter(Meter meter, Audit audit) implements Meter {

    @Override
    public void ask(Spender who, List<UsageKind> kinds) {
        noting(who, () -> meter.ask(who, kinds));
    }

    @Override
    public void take(Spender who, UsageKind kind, double amount) {
        noting(who, () -> meter.take(who, kind, amount));
    }

    @Override
    public void report(Spender who, UsageKind kind, double amount) {
        meter.report(who, kind, amount);
    }

    @Override
    public void askAtOnce(Spender who, UsageKind kind, double held, double more) {
        noting(who, () -> meter.askAtOnce(who, kind, held, more));
    }

    @Override
    public double limitAtOnce(Spender who, UsageKind kind) {
        return meter.limitAtOnce(who, kind);
    }

    @Override
    public List<Usage> usage(Spender who) {
        return meter.usage(who);
    }

    private void noting(Spender who, Runnable question) {
        try {
            question.run();
        } catch (DaliFault refusal) {
            audit.note(new AuditEvent(
                    AuditEvent.Action.REFUSED, who.user(), who.network(), "limit: " + refusal.message()));
            throw refusal;
        }
    }
}
