// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The VOSpaces that places may be in: one that is meant unless another is named, and others by their authorities. Thread-safe. */
public final class Spaces implements AutoCloseable {

    private final URI standard;
    private final Map<String, URI> others;
    private final Function<URI, Credentials> credentials;
    private final Patience patience;
    private final Map<URI, Vospace> open = new LinkedHashMap<>();

    /**
     * Opens none of them yet.
     *
     * @param standard the one that is meant unless another is named
     * @param others addresses by authorities
     * @param credentials what each is shown
     */
    public Spaces(URI standard, Map<String, URI> others, Function<URI, Credentials> credentials, Patience patience) {
        this.standard = standard;
        this.others = new HashMap<>();
        others.forEach((authority, address) -> this.others.put(Place.authority(authority), address));
        this.credentials = credentials;
        this.patience = patience;
    }

    /** The space of a place. */
    public synchronized Vospace of(Place.Remote place) throws IOException {
        if (place.authority().isEmpty()) {
            return at(standard);
        }
        String authority = Place.authority(place.authority().get());
        URI address = others.get(authority);
        if (address != null) {
            return at(address);
        }
        Vospace space = at(standard);
        if (!Place.authority(space.authority()).equals(authority)) {
            throw new VosException("the service at " + standard + " is vos://" + space.authority()
                    + "; say where vos://" + authority + " is, as in --service " + authority
                    + "=https://example.org/vospace");
        }
        return space;
    }

    private Vospace at(URI address) {
        return open.computeIfAbsent(address, base -> new Vospace(base, credentials.apply(base), patience));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Vospace::close);
    }
}
