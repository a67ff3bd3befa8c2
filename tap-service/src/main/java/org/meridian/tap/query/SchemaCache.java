// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.meridian.tap.schema.TapSchema;

/**
 * What is published, and to whom. Asks the database whether anything has changed at most once in {@link #FRESH}, so that a
 * query pays no round trip for it. Thread-safe.
 */
public final class SchemaCache {

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
    private final InstantSource clock;
    private volatile Reading last;

    /**
     * Reads the schema for the first time.
     *
     * @throws IOException if the database cannot be read
     */
    public SchemaCache(Source source, InstantSource clock) throws IOException {
        this.source = source;
        this.clock = clock;
        Instant now = clock.instant();
        this.last = new Reading(source.snapshot(), now, now);
    }

    /**
     * Everything that is published.
     *
     * @throws IOException if the database cannot be read
     */
    TapSchema schema() throws IOException {
        return reading().schema;
    }

    /**
     * When what is published was last seen to change, or was read for the first time.
     *
     * @throws IOException if the database cannot be read
     */
    Instant changedAt() throws IOException {
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
}
