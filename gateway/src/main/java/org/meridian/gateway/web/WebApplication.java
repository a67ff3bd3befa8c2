// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.util.List;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * What answers requests. Immutable.
 *
 * @param resources classes with {@code @Path}; each serves all requests and must be thread-safe
 * @param providers exception mappers and filters; likewise
 */
public record WebApplication(List<Object> resources, List<Object> providers) {

    public WebApplication {
        resources = List.copyOf(resources);
        providers = List.copyOf(providers);
    }

    ResourceConfig configuration() {
        ResourceConfig config = new ResourceConfig();
        config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        config.property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        config.property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
        // Answers are streamed: their first bytes must not wait in a buffer for the rest.
        config.property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
        resources.forEach(resource -> config.register(resource.getClass()));
        providers.forEach(config::register);
        config.register(new AbstractBinder() {
            @Override
            protected void configure() {
                resources.forEach(this::bindOne);
            }

            @SuppressWarnings("unchecked")
            private void bindOne(Object resource) {
                bind(resource).to((Class<Object>) resource.getClass());
            }
        });
        return config;
    }
}
