// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.ClientAddress;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.usage.UsageReport;

/** What others have used, for administrators who send a token with the scope {@code admin}. */
@Path("auth/admin/usage")
public final class AdminUsageResource {

    private static final int LONGEST_ADDRESS = 50;

    private final Administration administration;
    private final UsageReport usage;

    /**
     * Everybody's usage.
     *
     * @param administration knows the accounts
     */
    public AdminUsageResource(Administration administration, UsageReport usage) {
        this.administration = administration;
        this.usage = usage;
    }

    /** That of a {@code user}, or of the anonymous clients of an {@code address}. */
    @GET
    public Response read(
            @QueryParam("user") @Nullable String user,
            @QueryParam("address") @Nullable String address,
            @Context ContainerRequestContext request) {
        Caller.administrator(request);
        List<Usage> used = usage.of(spender(Optional.ofNullable(user), Optional.ofNullable(address)));
        return Json.answer(200, json -> {
            json.writeStartObject();
            UsageJson.write(json, used);
            json.writeEndObject();
        });
    }

    private Spender spender(Optional<String> user, Optional<String> address) {
        if (user.isPresent() == address.isPresent()) {
            throw new UsageFault("say whose usage: give the parameter user, or address (not both)");
        }
        if (user.isPresent()) {
            if (!Account.isName(user.get())) {
                throw new NotFoundFault("there is no such user");
            }
            return new Spender(
                    user, Optional.empty(), administration.find(user.get()).groups());
        }
        if (!address.orElse("").matches("[0-9a-fA-F.:%]{2," + LONGEST_ADDRESS + "}")) {
            throw new UsageFault("address must be an IP address such as 192.0.2.1");
        }
        return new Spender(Optional.empty(), address.map(ClientAddress::network), Set.of());
    }
}
