// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import org.meridian.gateway.model.Doors.Answer;
import org.meridian.gateway.model.Expected.Outcome;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.gateway.model.ModelNode.Link;
import org.meridian.workspace.node.NodePath;

/**
 * Moves and copies nodes through VOSpace and WebDAV. Not thread-safe.
 *
 * @param region in which
 */
record Relocations(Region region) {

    /** Beyond so many nodes folders are moved instead of copied. */
    private static final int MANY = 120;

    /** Moves or copies something. */
    void relocate(boolean copies) {
        Visitor who = region.somebody();
        NodePath from = region.mostly(region.chance(0.5) ? DataFile.class : Folder.class);
        NodePath to = region.anyPath();
        boolean keep = copies && region.model().all(ModelNode.class).size() < MANY;
        if (region.chance(0.3)) {
            byJob(who, from, to, keep);
        } else {
            byDav(who, from, to, keep);
        }
    }

    private void byJob(Visitor who, NodePath from, NodePath to, boolean keep) {
        region.note((keep ? "copy " : "move ") + who.name() + " by job " + from + " to " + to);
        Outcome<Boolean> wanted = Expected.of(() -> {
            NodePath place = region.model().destination(who, from, to);
            return keep
                    ? region.model().copy(who, from, place, false)
                    : region.model().move(who, from, place, false);
        });
        Expected.job(wanted, region.doors().transfer(who, from, to, keep));
    }

    private void byDav(Visitor who, NodePath from, NodePath to, boolean keep) {
        boolean overwrite = region.chance(0.6);
        boolean alone = keep && region.chance(0.2);
        String method = keep ? "COPY" : "MOVE";
        region.note(method + " " + who.name() + " " + from + " to " + to + (overwrite ? " overwriting" : "")
                + (alone ? " alone" : ""));
        Outcome<Boolean> wanted = Expected.of(() -> {
            ModelNode source = region.model().get(who, from);
            if (source instanceof Link) {
                throw new Refused("NodeNotFound");
            }
            if (from.holds(to) || to.holds(from)) {
                throw new Refused("OneInTheOther");
            }
            if (alone && source instanceof Folder) {
                return region.model().copyAlone(who, from, to, overwrite);
            }
            return keep
                    ? region.model().copy(who, from, to, overwrite)
                    : region.model().move(who, from, to, overwrite);
        });
        Answer answer = region.doors()
                .ask(
                        who,
                        method,
                        Doors.dav(from),
                        new byte[0],
                        "Destination",
                        region.doors().destination(to),
                        "Overwrite",
                        overwrite ? "T" : "F",
                        "Depth",
                        alone ? "0" : "infinity");
        Expected.dav(wanted, method, wanted.is(true) ? 201 : 204, answer);
    }
}
