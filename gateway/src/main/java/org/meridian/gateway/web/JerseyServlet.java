// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.meridian.core.http.DirectOutput;

/** Jersey, which gives each request a {@link DirectOutput}: its own streams take arrays alone. */
final class JerseyServlet extends ServletContainer {
    private static final long serialVersionUID = 1L;

    JerseyServlet(ResourceConfig application) {
        super(application);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute(DirectOutput.PROPERTY, (DirectOutput)
                bytes -> response.getOutputStream().write(bytes));
        super.service(request, response);
    }
}
