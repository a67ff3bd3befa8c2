// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log, for administrators who send a token with the scope {@code admin}. It is only read here. */
@Path("auth/admin/audit")
public final class AdminAuditResource {

    private static final Logger LOG = LoggerFactory.getLogger(AdminAuditResource.class);
    private static final long DEFAULT_EVENTS = 100;
    private static final int MOST_EVENTS = 1000;

    private final AuditStore audit;

    /** @param audit the log */
    public AdminAuditResource(AuditStore audit) {
        this.audit = audit;
    }

    /**
     * Events, youngest first: all, or those of an {@code action}, of an {@code account}, not before {@code since} and before
     * {@code until} (as in 2026-05-01T00:00:00Z). {@code limit} at most; {@code next} is what {@code before} has to be for those
     * that follow.
     */
    @GET
    public Response read(@Context ContainerRequestContext request) {
        Caller.administrator(request);
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        long limit = number(query, "limit").orElse(DEFAULT_EVENTS);
        if (limit < 1 || limit > MOST_EVENTS) {
            throw new UsageFault("limit must be a number from 1 to " + MOST_EVENTS);
        }
        int most = (int) limit;
        List<AuditEvent.Noted> events = audit.read(new AuditStore.Filter(
                text(query, "action"),
                text(query, "account"),
                instant(query, "since"),
                instant(query, "until"),
                number(query, "before"),
                most));
        return Json.answer(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (AuditEvent.Noted event : events) {
                json.writeStartObject();
                json.writeNumberField("id", event.id());
                json.writeStringField("at", event.at().toString());
                json.writeStringField("action", event.action());
                if (event.account().isPresent()) {
                    json.writeStringField("account", event.account().get());
                }
                if (event.address().isPresent()) {
                    json.writeStringField("address", event.address().get());
                }
                json.writeStringField("detail", event.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (events.size() == most) {
                json.writeNumberField("next", events.getLast().id());
            }
            json.writeEndObject();
        });
    }

    private static Optional<String> text(MultivaluedMap<String, String> query, String name) {
        Optional<String> value = Optional.ofNullable(query.getFirst(name)).filter(text -> !text.isEmpty());
        if (value.filter(text -> text.length() > 100 || text.indexOf(0) >= 0).isPresent()) {
            throw new UsageFault(name + " has at most 100 characters");
        }
        return value;
    }

    private static Optional<Long> number(MultivaluedMap<String, String> query, String name) {
        return text(query, name).map(text -> {
            if (!text.matches("[0-9]{1,18}")) {
                throw new UsageFault(name + " must be a number");
            }
            return Long.parseLong(text);
        });
    }

    private static Optional<Instant> instant(MultivaluedMap<String, String> query, String name) {
        return text(query, name).map(text -> {
            try {
                if (text.matches("[0-9]{4}-.*")) {
                    return Instant.parse(text);
                }
            } catch (DateTimeParseException e) {
                LOG.debug("not a time", e);
            }
            throw new UsageFault(name + " must be a time such as 2026-05-01T00:00:00Z");
        });
    }
}
