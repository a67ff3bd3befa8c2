// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.meridian.core.http.ClientWatch;
import org.meridian.sia.soda.UserCutouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cutout on its way to the client.
 *
 * @param open closed when it is sent, or cannot be
 * @param body writes it
 * @param client who gets it
 */
record SentCutout(Closeable open, UserCutouts.Body body, ClientWatch client) implements StreamingOutput {

    private static final Logger LOG = LoggerFactory.getLogger(SentCutout.class);

    @Override
    public void write(OutputStream out) throws IOException {
        try (open) {
            body.write(out);
        } catch (IOException | RuntimeException e) {
            LOG.info("An answer was broken off: {}", e.getMessage());
            // Thrown on, it would let the answer end as if it were whole.
            client.breakOff();
        }
    }
}
