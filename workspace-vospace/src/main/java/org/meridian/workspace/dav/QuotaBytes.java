// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.store.Room;

/**
 * Room as RFC 4331 has it: of whoever is charged for what is in a collection, for those who may write there. It is looked up once
 * for a request, and only if it is asked for; of members it is told if the same account is charged.
 *
 * @param asked the collection that the request is about
 * @param room of its account; empty if nobody is charged, or it is not for who asks
 * @param free bytes on the disk, for anybody
 */
record QuotaBytes(NodePath asked, Optional<Room> room, long free) {

    /** What a request is to be told. */
    static QuotaBytes of(DavRequest request, Space space, PropertyQuery query) throws IOException {
        List<QName> names =
                LiveProperty.OF_ROOM.stream().map(LiveProperty::element).toList();
        boolean wanted = switch (query) {
            case PropertyQuery.Names all -> true;
            case PropertyQuery.All all -> names.stream().anyMatch(all.more()::contains);
            case PropertyQuery.Some some -> names.stream().anyMatch(some.names()::contains);
        };
        return new QuotaBytes(
                request.path(),
                wanted ? space.room(request.subject(), request.path()) : Optional.empty(),
                wanted ? space.freeBytes() : 0);
    }

    /** Whether a property is told of a collection. */
    boolean isTold(LiveProperty property, NodePath collection) {
        boolean charged = collection.names().size() >= 2;
        if (!charged) {
            return property == LiveProperty.QUOTA_AVAILABLE_BYTES;
        }
        return room.map(Room::account).equals(Account.ofWorkspace(collection.first(2)));
    }

    /** What can still be written. */
    long available() {
        return room.map(each -> Math.min(each.left().bytes(), free)).orElse(free);
    }

    /** What is used already. */
    long used() {
        return room.map(each -> each.used().bytes()).orElse(0L);
    }
}
