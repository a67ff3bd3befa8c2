// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;

/**
 * The body of a request about an account: secrets come in bodies, never in URLs, which are logged. Immutable.
 *
 * @param parameters values by name
 */
public record AccountForm(Map<String, List<String>> parameters) {

    public AccountForm {
        parameters = Map.copyOf(parameters);
    }

    /**
     * The body of a request.
     *
     * @param forms reads it
     * @throws UsageFault if it is none, or there are parameters in the URL
     */
    public static AccountForm of(ContainerRequestContext request, FormReader forms) {
        if (request.getUriInfo().getRequestUri().getRawQuery() != null) {
            throw new UsageFault("send the parameters in the body of the request: URLs are logged");
        }
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        Optional<String> encoding = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        try (FormRequest form =
                forms.read(Optional.empty(), Optional.empty(), type, encoding, request.getEntityStream())) {
            return new AccountForm(form.parameters());
        } catch (IOException e) {
            throw new UsageFault("the body of the request did not arrive whole");
        }
    }

    /** The value of a parameter that may be absent; an empty one is. */
    public Optional<String> optional(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new UsageFault("parameter " + name + " may be given once");
        }
        return values.stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** All values of a parameter. */
    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /**
     * The value of a parameter.
     *
     * @throws UsageFault if it is absent
     */
    public String required(String name) {
        return optional(name).orElseThrow(() -> new UsageFault("parameter " + name + " is missing"));
    }
}
