// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.util.Optional;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.Resource;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.auth.Subject;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.RowSecurity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may see and read published tables, by their {@link AccessRule}s; a table without one is public. Where the rule cannot
 * be read nobody may do anything. Being an administrator gives no right to read. Thread-safe.
 */
public final class TablePolicy implements Policy {

    private static final Logger LOG = LoggerFactory.getLogger(TablePolicy.class);

    private final SchemaCache cache;

    /** The policy of what {@code cache} knows. */
    public TablePolicy(SchemaCache cache) {
        this.cache = cache;
    }

    @Override
    public Decision decide(Subject subject, Action action, Resource resource) {
        return switch (resource) {
            case Resource.Table(String name) -> decide(subject, action, name);
        };
    }

    private Decision decide(Subject subject, Action action, String table) {
        Optional<AccessRule> rule;
        try {
            rule = rule(table);
        } catch (IOException e) {
            LOG.warn("who may read {} is not known now: {}", table, e.toString());
            return new Decision.Refused("who may read table " + table + " is not known now; try again later");
        }
        return rule.map(some -> decide(subject, action, table, some)).orElse(Decision.ALLOWED);
    }

    private static Decision decide(Subject subject, Action action, String table, AccessRule rule) {
        return switch (rule) {
            case AccessRule.Restricted restricted ->
                restricted.admits(subject.groups()) || action == Action.SEE && !restricted.hidden()
                        ? Decision.ALLOWED
                        : Decision.Refused.needsGroup("table " + table, restricted.readers(), subject);
            case AccessRule.Unenforced unenforced ->
                new Decision.Refused("table " + table + " is closed: the database does not keep its access rule;"
                        + " its operator has to set it anew");
        };
    }

    @Override
    public RowFilter rowFilter(Subject subject, String table) {
        if (!decide(subject, Action.READ, table).isAllowed()) {
            return new RowFilter.None();
        }
        try {
            return rule(table)
                    .filter(AccessRule.Restricted.class::isInstance)
                    .map(AccessRule.Restricted.class::cast)
                    .flatMap(AccessRule.Restricted::rows)
                    .<RowFilter>map(rows -> new RowFilter.Predicate(RowSecurity.predicate(rows, subject.groups())))
                    .orElseGet(RowFilter.All::new);
        } catch (IOException e) {
            return new RowFilter.None();
        }
    }

    private Optional<AccessRule> rule(String table) throws IOException {
        return Optional.ofNullable(cache.schema().access().get(table));
    }
}
