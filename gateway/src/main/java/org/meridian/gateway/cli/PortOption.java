// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import org.jspecify.annotations.Nullable;
import org.meridian.gateway.config.GatewayConfig;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The port of commands that listen. */
final class PortOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Integer port;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "TCP port, 0 for a free one; wins over the configuration's server.port (8080).")
    void port(int wanted) {
        if (wanted < 0 || wanted > 65535) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--port: " + wanted + " is not a port from 0 to 65535");
        }
        port = wanted;
    }

    /** The configuration with the port that was asked for. */
    GatewayConfig in(GatewayConfig config) {
        return port == null ? config : config.withPort(port);
    }
}
