// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.RemoteNode;
import org.meridian.workspace.client.Spaces;
import org.meridian.workspace.client.VosException;
import org.meridian.workspace.client.Vospace;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sub-commands of {@code meridian vos} that change nodes, or say something of them. */
final class VosNodeCommands {

    private VosNodeCommands() {}

    /** Does something with one place. */
    @FunctionalInterface
    interface Deed {
        void on(Spaces spaces, Place.Remote place) throws IOException;
    }

    /** Does it with each; the exit code. */
    static int each(VosOptions options, List<Place.Remote> places, CommandSpec spec, Deed deed) throws IOException {
        int failed = 0;
        PrintWriter err = spec.commandLine().getErr();
        try (Spaces spaces = options.spaces()) {
            for (Place.Remote place : places) {
                try {
                    deed.on(spaces, place);
                } catch (IOException e) {
                    failed++;
                    err.println("meridian: " + place + ": " + VosException.words(e));
                    err.flush();
                }
            }
        }
        spec.commandLine().getOut().flush();
        return failed == 0 ? 0 : 1;
    }

    /** The place itself, or the one of a name in it, if it is a container that is there. */
    private static NodePath into(Vospace space, Place.Remote target, NodePath named) throws IOException {
        boolean container =
                space.find(target.path()).filter(RemoteNode::isContainer).isPresent();
        if (container && named.isRoot()) {
            throw new VosException("the root of a space has no name; say what it is to be called");
        }
        return container ? target.path().child(named.name()) : target.path();
    }

    /** {@code meridian vos mv}. */
    @Command(
            name = "mv",
            description = "Move or rename files and folders within one service, which does it itself.",
            mixinStandardHelpOptions = true)
    static final class Move implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Parameters(
                arity = "2..*",
                paramLabel = "PLACE",
                converter = VosOptions.RemoteConverter.class,
                description = "What to move, and last where to: a container that is there, or what it is called then.")
        private List<Place.Remote> places = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Place.Remote target = places.getLast();
            boolean many = places.size() > 2;
            return each(options, places.subList(0, places.size() - 1), spec, (spaces, place) -> {
                Vospace space = spaces.of(place);
                if (space != spaces.of(target)) {
                    throw new VosException("it is at another service than " + target + ": copy it, then delete it");
                }
                NodePath to = into(space, target, place.path());
                if (many && to.equals(target.path())) {
                    throw new VosException(target + " is no container; many can be moved into one only");
                }
                space.move(place.path(), to, false);
            });
        }
    }

    /** {@code meridian vos rm}. */
    @Command(
            name = "rm",
            description = "Delete files, and with -r containers with all that is in them.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Option(
                names = {"-r", "--recursive"},
                description = "Delete containers, too.")
        private boolean recursive;

        @Option(
                names = {"-f", "--force"},
                description = "Say nothing of what is not there.")
        private boolean force;

        @Parameters(
                arity = "1..*",
                paramLabel = "PLACE",
                converter = VosOptions.RemoteConverter.class,
                description = "What to delete.")
        private List<Place.Remote> places = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            return each(options, places, spec, this::remove);
        }

        private void remove(Spaces spaces, Place.Remote place) throws IOException {
            Vospace space = spaces.of(place);
            try {
                if (!space.get(place.path()).isContainer()) {
                    space.delete(place.path());
                } else if (recursive) {
                    space.deleteTree(place.path());
                } else {
                    throw new VosException("it is a container; say -r to delete it with all that is in it");
                }
            } catch (VosException e) {
                if (!force || !e.isNotThere()) {
                    throw e;
                }
            }
        }
    }

    /** {@code meridian vos mkdir}. */
    @Command(name = "mkdir", description = "Make containers.", mixinStandardHelpOptions = true)
    static final class MakeContainer implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Option(
                names = {"-p", "--parents"},
                description = "Make those that they are in, too; what is there already is no mistake.")
        private boolean parents;

        @Parameters(
                arity = "1..*",
                paramLabel = "PLACE",
                converter = VosOptions.RemoteConverter.class,
                description = "Containers.")
        private List<Place.Remote> places = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            return each(options, places, spec, (spaces, place) -> {
                Vospace space = spaces.of(place);
                if (parents) {
                    space.makeContainers(place.path());
                } else if (space.find(place.path()).isPresent()) {
                    throw new VosException("it is there already");
                } else {
                    space.makeContainer(place.path());
                }
            });
        }
    }

    /** {@code meridian vos ln}. */
    @Command(name = "ln", description = "Make a link.", mixinStandardHelpOptions = true)
    static final class Link implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Option(
                names = {"-s", "--symbolic"},
                description = "Links of a VOSpace are symbolic, with this or without.")
        private boolean symbolic;

        @Parameters(index = "0", paramLabel = "TARGET", description = "A place in a VOSpace, or any URI.")
        private String target = "";

        @Parameters(
                index = "1",
                paramLabel = "LINK",
                converter = VosOptions.RemoteConverter.class,
                description = "The link, or a container that is there for one of the same name.")
        private Place.Remote link = new Place.Remote(java.util.Optional.empty(), NodePath.ROOT);

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            return each(options, List.of(link), spec, (spaces, place) -> {
                Vospace space = spaces.of(place);
                if (!target.regionMatches(true, 0, "vos:", 0, 4)) {
                    if (!target.matches("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")) {
                        throw new CommandLine.ParameterException(
                                spec.commandLine(),
                                "the target of a link is vos:/PATH, or a URI such as https://example.org/a");
                    }
                    space.makeLink(place.path(), target);
                    return;
                }
                Place.Remote to = remote();
                String uri =
                        VosUri.isVos(target) ? to.toString() : spaces.of(to).uri(to.path());
                space.makeLink(into(space, place, to.path()), uri);
            });
        }

        private Place.Remote remote() {
            try {
                return Place.remote(target);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** {@code meridian vos quota}. */
    @Command(
            name = "quota",
            description =
                    "Show how much a workspace may have, has (with trash and versions), and has left, as far as its service tells.",
            mixinStandardHelpOptions = true)
    static final class Quota implements Callable<Integer> {
        @Mixin
        private VosOptions options = new VosOptions();

        @Parameters(
                arity = "1..*",
                paramLabel = "PLACE",
                converter = VosOptions.RemoteConverter.class,
                description = "Workspaces, such as vos:/home/ada.")
        private List<Place.Remote> places = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            return each(options, places, spec, this::show);
        }

        private void show(Spaces spaces, Place.Remote place) throws IOException {
            RemoteNode node = spaces.of(place).get(place.path());
            OptionalLong quota = node.number(CoreProperties.QUOTA);
            OptionalLong left = node.number(CoreProperties.AVAILABLE_SPACE);
            OptionalLong used = node.number(CoreProperties.USED_BYTES).isPresent()
                    ? node.number(CoreProperties.USED_BYTES)
                    : node.number(CoreProperties.LENGTH);
            if (quota.isEmpty() && left.isEmpty() && used.isEmpty()) {
                throw new VosException("the service does not tell how much it may have");
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(place + "  quota " + words(quota) + "  used " + words(used) + "  left " + words(left)
                    + files(node));
        }

        private static String files(RemoteNode node) {
            OptionalLong used = node.number(CoreProperties.USED_FILES);
            OptionalLong quota = node.number(CoreProperties.FILE_QUOTA);
            return used.isEmpty()
                    ? ""
                    : "  files " + used.getAsLong() + (quota.isEmpty() ? "" : " of " + quota.getAsLong());
        }

        private static String words(OptionalLong bytes) {
            return bytes.isEmpty()
                    ? "not told"
                    : String.format(
                            Locale.ROOT, "%s (%d bytes)", TransferProgress.size(bytes.getAsLong()), bytes.getAsLong());
        }
    }
}
