// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.Spaces;
import org.meridian.workspace.client.TransferOptions;
import org.meridian.workspace.client.Transfers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sub-commands of {@code meridian vos} that transfer files. */
final class VosTransferCommands {

    private VosTransferCommands() {}

    /** Options of those that transfer many. */
    static final class Many {
        @Option(
                names = {"-j", "--jobs"},
                paramLabel = "N",
                description = "Files at once, 1 to 64 (default: ${DEFAULT-VALUE}).")
        private int jobs = 4;

        @Option(
                names = {"-n", "--dry-run"},
                description = "Say what would be done, and do nothing.")
        private boolean dryRun;

        @Option(
                names = {"-v", "--verbose"},
                description = "Name what is done.")
        private boolean verbose;

        @Option(
                names = {"-c", "--checksum"},
                description =
                        "Read files here again to compare them; believe neither times nor checksums known before.")
        private boolean checksum;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        TransferOptions options(boolean delete, boolean force) {
            if (jobs < 1 || jobs > 64) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--jobs is a number from 1 to 64");
            }
            return new TransferOptions(jobs, checksum, delete, force, dryRun);
        }

        TransferProgress progress() {
            return new TransferProgress(
                    spec.commandLine().getOut(), spec.commandLine().getErr(), verbose || dryRun, dryRun);
        }
    }

    static Path cacheFolder() {
        return Transfers.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static OutputStream standardOutput() {
        return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    }

    /** {@code meridian vos cp}. */
    @Command(
            name = "cp",
            description = {
                "Copy files, or with -r folders, to a VOSpace, from one, or between two.",
                "Checksums are compared. What broke off is continued when the command is given again; of folders, what is"
                        + " there already and the same is left alone. Within one service it copies itself."
            },
            mixinStandardHelpOptions = true)
    static final class Copy implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Mixin
        private Many many = new Many();

        @Option(
                names = {"-r", "--recursive"},
                description = "Copy folders with all that is in them.")
        private boolean recursive;

        @Parameters(
                arity = "2..*",
                paramLabel = "PLACE",
                converter = VosOptions.PlaceConverter.class,
                description = "What to copy, and last where to; - is standard input or output.")
        private List<Place> places = List.of();

        @Override
        public Integer call() throws IOException {
            List<Place> sources = places.subList(0, places.size() - 1);
            TransferOptions how = many.options(false, false);
            try (Spaces spaces = options.spaces();
                    TransferProgress progress = many.progress();
                    OutputStream out = standardOutput()) {
                new Transfers(spaces, how, progress.tally(), cacheFolder())
                        .copy(sources, places.getLast(), recursive, System.in, out);
                return places.getLast() instanceof Place.Standard ? 0 : progress.end();
            }
        }
    }

    /** {@code meridian vos sync}. */
    @Command(
            name = "sync",
            description = {
                "Make one folder like another, one of them in a VOSpace. What is the same is left alone: files of the same"
                        + " size and MD5, or, where a service tells no MD5, of the same size and time.",
                "Links, and files that are neither file nor folder, are left out."
            },
            mixinStandardHelpOptions = true)
    static final class Sync implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Mixin
        private Many many = new Many();

        @Option(names = "--delete", description = "Delete what the first folder does not have.")
        private boolean delete;

        @Option(names = "--force", description = "Do so, too, if the first folder is empty.")
        private boolean force;

        @Parameters(
                index = "0",
                paramLabel = "FROM",
                converter = VosOptions.PlaceConverter.class,
                description = "The folder that stays as it is.")
        private Place from = new Place.Standard();

        @Parameters(
                index = "1",
                paramLabel = "TO",
                converter = VosOptions.PlaceConverter.class,
                description = "The folder that becomes like it; it need not be there.")
        private Place to = new Place.Standard();

        @Override
        public Integer call() throws IOException {
            TransferOptions how = many.options(delete, force);
            try (Spaces spaces = options.spaces();
                    TransferProgress progress = many.progress()) {
                new Transfers(spaces, how, progress.tally(), cacheFolder()).sync(from, to);
                return progress.end();
            }
        }
    }

    /** {@code meridian vos cat}. */
    @Command(
            name = "cat",
            description =
                    "Write files to standard output. What comes otherwise than the service has it is known at its end.",
            mixinStandardHelpOptions = true)
    static final class Cat implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Parameters(
                arity = "1..*",
                paramLabel = "PLACE",
                converter = VosOptions.RemoteConverter.class,
                description = "Files.")
        private List<Place.Remote> places = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            try (Spaces spaces = options.spaces();
                    TransferProgress progress = new TransferProgress(
                            spec.commandLine().getOut(), spec.commandLine().getErr(), false, false);
                    OutputStream out = standardOutput()) {
                Transfers transfers = new Transfers(spaces, TransferOptions.DEFAULT, progress.tally(), cacheFolder());
                for (Place.Remote place : places) {
                    transfers.write(place, out);
                }
            }
            return 0;
        }
    }
}
