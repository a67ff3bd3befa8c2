// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.meridian.tap.adql.checked.CheckedQuery.Select;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;

/** Which sources of a query are joined by position: the sky index is to find their pairs, and no other. */
final class NearPairs {
    private final Set<Set<Integer>> pairs = new HashSet<>();

    private NearPairs() {}

    /** Numbers of two sources each. */
    static Set<Set<Integer>> of(Select select) {
        NearPairs found = new NearPairs();
        select.where().ifPresent(found::add);
        select.from().ifPresent(found::add);
        return found.pairs;
    }

    private void add(Relation relation) {
        if (relation instanceof Relation.Join join) {
            Optional<Condition> on = join.on();
            on.ifPresent(this::add);
            add(join.left());
            add(join.right());
        }
    }

    private void add(Condition condition) {
        if (condition instanceof Condition.And and) {
            and.conditions().forEach(this::add);
        }
        if (condition instanceof Condition.Comparison c && (isOnSky(c.left()) || isOnSky(c.right()))) {
            Set<Integer> ids = new HashSet<>(References.sourceIds(c.left()));
            ids.addAll(References.sourceIds(c.right()));
            if (ids.size() == 2) {
                pairs.add(ids);
            }
        }
    }

    private static boolean isOnSky(Expression expression) {
        return expression instanceof Expression.Distance
                || expression instanceof Expression.Contains
                || expression instanceof Expression.Intersects
                || References.parts(expression).stream().anyMatch(NearPairs::isOnSky);
    }
}
