// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FormReader;
import org.meridian.core.usage.Amounts;
import org.meridian.core.usage.LimitRule;
import org.meridian.core.usage.LimitRule.Holder;
import org.meridian.core.usage.Quota;
import org.meridian.core.usage.UsageKinds;
import org.meridian.core.usage.UsageLimits;
import org.meridian.core.usage.admin.LimitAdministration;

/**
 * How much users and members of groups may use, for administrators who send a token with the scope {@code admin}. A limit without
 * amount is none: what it is about may be used without limit.
 */
@Path("auth/admin/limits")
public final class AdminLimitsResource {

    private final LimitAdministration administration;
    private final UsageLimits.Defaults defaults;
    private final FormReader forms;

    /**
     * All limits.
     *
     * @param defaults where none is set
     * @param forms reads bodies of requests
     */
    public AdminLimitsResource(LimitAdministration administration, UsageLimits.Defaults defaults, FormReader forms) {
        this.administration = administration;
        this.defaults = defaults;
        this.forms = forms;
    }

    private LimitAdministration by(ContainerRequestContext request) {
        return administration.by(Caller.administrator(request), Caller.address(request));
    }

    /** Those that have been set, and those of the configuration, which count where none is. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        LimitAdministration asked = by(request);
        return Json.answer(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("limits");
            for (LimitRule rule : asked.list()) {
                json.writeStartObject();
                json.writeStringField(rule.holder().type().text(), rule.holder().name());
                write(json, rule.quota(), rule.amount());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("defaults");
            write(json, "anonymous", defaults.anonymous());
            write(json, "signedIn", defaults.signedIn());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, String name, Map<Quota, Double> limits) throws IOException {
        Map<String, Quota> sorted = new TreeMap<>();
        limits.keySet().forEach(quota -> sorted.put(quota.text(), quota));
        json.writeArrayFieldStart(name);
        for (Quota quota : sorted.values()) {
            json.writeStartObject();
            write(json, quota, limits.getOrDefault(quota, Double.POSITIVE_INFINITY));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Quota quota, double amount) throws IOException {
        UsageJson.write(json, quota);
        if (Double.isFinite(amount)) {
            json.writeNumberField("limit", Amounts.number(amount));
        }
    }

    /**
     * Sets one, in the place of one for the same: {@code user} or {@code group}, {@code kind}, {@code period} (day, month or
     * at-once) and {@code limit}: a number, perhaps with k, M, G or T behind it, or {@code unlimited}.
     */
    @POST
    public Response set(@Context ContainerRequestContext request) {
        LimitAdministration asked = by(request);
        AccountForm form = AccountForm.of(request, forms);
        Holder holder = LimitAdministration.holder(form.optional("user"), form.optional("group"));
        Quota quota = asked.kinds().quota(form.required("kind") + "/" + form.required("period"));
        asked.set(holder, Map.of(quota, UsageKinds.amount(form.required("limit"))));
        return Response.noContent().build();
    }

    /** Removes one: {@code user} or {@code group}, {@code kind}, {@code period}. */
    @DELETE
    public Response remove(@Context ContainerRequestContext request) {
        LimitAdministration asked = by(request);
        Holder holder = LimitAdministration.holder(text(request, "user"), text(request, "group"));
        asked.remove(holder, asked.kinds().quota(required(request, "kind") + "/" + required(request, "period")));
        return Response.noContent().build();
    }

    private static String required(ContainerRequestContext request, String name) {
        return text(request, name).orElseThrow(() -> new UsageFault("parameter " + name + " is missing"));
    }

    private static Optional<String> text(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(name))
                .filter(text -> !text.isEmpty());
    }
}
