// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridian.gateway.Gateway;
import org.meridian.gateway.config.GatewayConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian serve}: runs until it is told to stop (SIGTERM, Ctrl-C). */
@Command(
        name = "serve",
        description = "Serve the published tables until stopped (Ctrl-C or SIGTERM).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "TCP port, 0 for a free one; wins over the configuration's server.port (8080).")
    private @Nullable Integer port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        GatewayConfig config = options.config();
        Gateway gateway = Gateway.start(options.settings(port == null ? config : config.withPort(port)));
        Foreground.run(gateway, () -> {});
        return 0;
    }
}
