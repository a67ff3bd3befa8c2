// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.meridian.gateway.Gateway;
import org.meridian.gateway.config.GatewayConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meridian serve}: runs until it is told to stop (SIGTERM, Ctrl-C). */
@Command(
        name = "serve",
        description = "Serve the published tables until stopped (Ctrl-C or SIGTERM).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Mixin
    private PortOption port = new PortOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        GatewayConfig config = options.config();
        Gateway gateway = Gateway.start(options.settings(port.in(config)));
        Foreground.run(gateway, () -> Foreground.tellFirstAdmin(gateway));
        return 0;
    }
}
