// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meridian.gateway.Gateway;
import org.meridian.gateway.GatewaySettings;
import org.meridian.gateway.ObservationIngest;
import org.meridian.gateway.config.GatewayConfig;
import org.meridian.tap.ingest.IngestReport;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.demo.DemoData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian demo}: a gateway with example tables, ready to be queried. */
@Command(
        name = "demo",
        description = {
            "Start a gateway with example tables (Hipparcos stars, deep-sky objects, a synthetic survey) and observations.",
            "Its data are kept in data/demo of the installation; other commands find them there with --data-dir data/demo."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Mixin
    private PortOption port = new PortOption();

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of the synthetic survey (default: 1000000).",
            defaultValue = "" + DemoData.SURVEY_ROWS)
    private long rows = DemoData.SURVEY_ROWS;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        GatewayConfig config = options.config();
        if (options.dataDir == null && config.dataDir().equals(GatewayConfig.DEFAULTS.dataDir())) {
            config = config.withDataDir(GatewayOptions.home().resolve("data/demo"));
        }
        GatewaySettings settings = options.settings(port.in(config));
        String authority = config.authority();
        PrintWriter out = spec.commandLine().getOut();
        Path folder = settings.dataDir();
        Gateway gateway = Gateway.start(settings, Optional.of("The example tables are being loaded."));
        Foreground.run(gateway, () -> {
            ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
            TableIngest ingest = IngestCommand.into(gateway.database(), folder);
            DemoData data = new DemoData(ingest, gateway.schema());
            for (IngestReport report : data.load(rows, progress)) {
                progress.done(report);
            }
            DemoObservations observations =
                    new DemoObservations(folder, spec.commandLine().getErr());
            observations.make(rows);
            observations.publish(new ObservationIngest(gateway.database()), authority);
            gateway.ready();
            Foreground.tellFirstAdmin(gateway);
            welcome(out, gateway.baseUrl().toString(), folder, authority);
        });
        return 0;
    }

    private static void welcome(PrintWriter out, String url, Path folder, String authority) {
        out.printf("""

                Meridian's demo is at %1$s (its data are in %2$s; Ctrl-C stops it).
                Five things to try in another terminal:

                  curl '%1$s/tap/sync' -d LANG=ADQL -d FORMAT=csv \\
                    -d QUERY="SELECT TOP 5 name, ra, dec, vmag FROM demo.hipparcos ORDER BY vmag"

                  stilts tapquery sync=true tapurl=%1$s/tap ofmt=ascii \\
                    adql="SELECT COUNT(*) AS n FROM demo.survey WHERE DISTANCE(ra, dec, 56.75, 24.12) < 1"

                  python3 -c "import pyvo; print(pyvo.dal.TAPService('%1$s/tap').search(
                    'SELECT TOP 5 designation, mag FROM demo.deep_sky WHERE mag < 5').to_table())"

                  curl '%1$s/sia2/query?POS=CIRCLE+83.82+-5.39+0.1&BAND=6.1e-7&RESPONSEFORMAT=csv'

                  curl '%1$s/datalink/links?ID=ivo://%3$s/demo%%3Fwmc/orion/wmc-orion-r-deep.fits.fz'

                """, url, folder, authority);
        out.flush();
    }
}
