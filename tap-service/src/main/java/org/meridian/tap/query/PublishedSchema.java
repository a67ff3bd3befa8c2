// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.auth.Subject;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;

/**
 * What a subject can see of what is published. Asks the database whether anything has changed at most once in
 * {@link #FRESH}, so that a query pays no round trip for it. Thread-safe.
 */
public final class PublishedSchema {

    /** How old an answer may be. */
    public static final Duration FRESH = Duration.ofSeconds(1);

    /** Where the schema is kept. */
    @FunctionalInterface
    public interface Source {
        /** What is published now. */
        TapSchema snapshot() throws IOException;
    }

    private record Reading(TapSchema schema, Instant readAt, Instant changedAt) {}

    private final Source source;
    private final Policy policy;
    private final InstantSource clock;
    private volatile Reading last;

    /**
     * Reads the schema for the first time.
     *
     * @throws IOException if the database cannot be read
     */
    public PublishedSchema(Source source, Policy policy, InstantSource clock) throws IOException {
        this.source = source;
        this.policy = policy;
        this.clock = clock;
        Instant now = clock.instant();
        this.last = new Reading(source.snapshot(), now, now);
    }

    /**
     * The schemas with the tables of which {@code subject} may see anything.
     *
     * @throws IOException if the database cannot be read
     */
    public TapSchema visibleTo(Subject subject) throws IOException {
        TapSchema schema = reading().schema;
        if (schema.tables().stream().noneMatch(table -> isHidden(table, subject))) {
            return schema;
        }
        return new TapSchema(schema.schemas().stream()
                .map(s -> new TapSchema.Schema(
                        s.name(),
                        s.description(),
                        s.utype(),
                        s.tables().stream()
                                .filter(table -> !isHidden(table, subject))
                                .toList()))
                .toList());
    }

    /**
     * When what is published was last seen to change, or was read for the first time.
     *
     * @throws IOException if the database cannot be read
     */
    public Instant changedAt() throws IOException {
        return reading().changedAt;
    }

    private Reading reading() throws IOException {
        Reading known = last;
        Instant now = clock.instant();
        if (now.isBefore(known.readAt.plus(FRESH))) {
            return known;
        }
        TapSchema schema = source.snapshot();
        Reading fresh = new Reading(schema, now, schema.equals(known.schema) ? known.changedAt : now);
        last = fresh;
        return fresh;
    }

    private boolean isHidden(TapTable table, Subject subject) {
        return policy.rowFilter(subject, table.qualifiedName()) instanceof RowFilter.None;
    }
}
