// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.Resource;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.db.CallerGroups;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.UploadNames;
import org.meridian.tap.translate.EngineQuery;
import org.meridian.tap.translate.TranslationContext;

/**
 * Asks the policy about each table of one query while it is translated: the translator can name no table in SQL without
 * asking here. Not thread-safe; lives as long as one translation.
 */
final class QueryRights {
    private static final String TAP_SCHEMA = "tap_schema";

    private final Policy policy;
    private final Map<String, AccessRule> rules;
    private final Subject subject;
    private final Set<String> proprietary = new TreeSet<>();
    private boolean groupsMatter;

    QueryRights(Policy policy, Map<String, AccessRule> rules, Subject subject) {
        this.policy = policy;
        this.rules = rules;
        this.subject = subject;
    }

    /** The circumstances of the translation. */
    TranslationContext context(long maxrec) {
        return new TranslationContext(OptionalLong.of(maxrec), this::filter, this::isGuarded);
    }

    /** What has been translated, with the rights that it turned out to need. */
    PermittedQuery permitted(EngineQuery query) {
        return new PermittedQuery(
                query, groupsMatter ? new CallerGroups(subject.groups()) : CallerGroups.NONE, proprietary);
    }

    /**
     * @throws AuthorizationFault if the table may not be read
     * @throws AuthenticationFault if it may not be read by somebody who has not signed in
     */
    private RowFilter filter(TapTable table) {
        if (UploadNames.isUpload(table)) {
            // The subject's own.
            return new RowFilter.All();
        }
        String name = table.qualifiedName();
        if (policy.decide(subject, Policy.Action.READ, new Resource.Table(name))
                instanceof Decision.Refused(String reason)) {
            throw subject.isAnonymous() ? new AuthenticationFault(reason) : new AuthorizationFault(reason);
        }
        if (table.schema().equals(TAP_SCHEMA)) {
            groupsMatter |= rules.values().stream().anyMatch(this::unhides);
        }
        rule(name).filter(rule -> rule.opensTo(subject.groups())).ifPresent(rule -> {
            groupsMatter = true;
            proprietary.add(name);
        });
        return policy.rowFilter(subject, name);
    }

    private boolean unhides(AccessRule rule) {
        return rule instanceof AccessRule.Restricted restricted
                && restricted.hidden()
                && restricted.admits(subject.groups());
    }

    /** Whether PostgreSQL itself filters the rows of a table. */
    private boolean isGuarded(TapTable table) {
        return !UploadNames.isUpload(table) && rules.containsKey(table.qualifiedName());
    }

    private Optional<AccessRule.Restricted> rule(String table) {
        return rules.get(table) instanceof AccessRule.Restricted restricted
                ? Optional.of(restricted)
                : Optional.empty();
    }
}
