// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.Resource;
import org.meridian.core.auth.Subject;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;

/** What a subject can see of what is published. Thread-safe. */
public final class PublishedSchema {

    private final SchemaCache cache;
    private final Policy policy;

    /**
     * What is published.
     *
     * @param policy who may see which table
     */
    public PublishedSchema(SchemaCache cache, Policy policy) {
        this.cache = cache;
        this.policy = policy;
    }

    /**
     * The schemas with the tables that {@code subject} is told of, whether or not he may read them.
     *
     * @throws IOException if the database cannot be read
     */
    public TapSchema visibleTo(Subject subject) throws IOException {
        return which(subject, Policy.Action.SEE);
    }

    /**
     * The schemas with the tables that {@code subject} may read, or some of their rows.
     *
     * @throws IOException if the database cannot be read
     */
    public TapSchema readableBy(Subject subject) throws IOException {
        return which(subject, Policy.Action.READ);
    }

    /**
     * When what is published was last seen to change, or was read for the first time.
     *
     * @throws IOException if the database cannot be read
     */
    public Instant changedAt() throws IOException {
        return cache.changedAt();
    }

    /** Whether there are tables that {@code subject} is not told of. */
    boolean hidesFrom(Subject subject) throws IOException {
        return cache.schema().tables().stream()
                .anyMatch(table -> !policy.decide(subject, Policy.Action.SEE, new Resource.Table(table.qualifiedName()))
                        .isAllowed());
    }

    /** Everything, whoever may be told of it. */
    TapSchema whole() throws IOException {
        return cache.schema();
    }

    /** The rules of tables that are not public. */
    Map<String, AccessRule> access() throws IOException {
        return cache.schema().access();
    }

    private TapSchema which(Subject subject, Policy.Action action) throws IOException {
        TapSchema schema = cache.schema();
        Set<String> withheld = schema.tables().stream()
                .map(TapTable::qualifiedName)
                .filter(name -> !policy.decide(subject, action, new Resource.Table(name))
                        .isAllowed())
                .collect(Collectors.toSet());
        return withheld.isEmpty() ? schema : without(schema, withheld::contains);
    }

    /** Without tables, keys that lead to them, and schemas in which there is nothing else. */
    private static TapSchema without(TapSchema schema, Predicate<String> withheld) {
        return new TapSchema(
                schema.schemas().stream()
                        .flatMap(each -> without(each, withheld).stream())
                        .toList(),
                schema.access());
    }

    private static Optional<TapSchema.Schema> without(TapSchema.Schema schema, Predicate<String> withheld) {
        List<TapTable> tables = schema.tables().stream()
                .filter(table -> !withheld.test(table.qualifiedName()))
                .map(table -> table.withForeignKeys(table.foreignKeys().stream()
                        .filter(key -> !withheld.test(key.targetTable()))
                        .toList()))
                .toList();
        return tables.isEmpty() && !schema.tables().isEmpty()
                ? Optional.empty()
                : Optional.of(new TapSchema.Schema(schema.name(), schema.description(), schema.utype(), tables));
    }
}
