// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.store.DatasetStore;
import org.meridian.sia.store.DatasetStore.SeenFile;

/**
 * The door to the bytes of datasets: what nobody knows of and what is hidden from the visitor are the same to him; what he may know
 * of but not read is refused with the rule. What is read before it is public, and what is refused, is noted. Thread-safe.
 *
 * @param holdings what may be known
 * @param store what there is
 * @param audit where it is noted
 * @param clock by which datasets become public
 */
public record Reading(Holdings holdings, DatasetStore store, Audit audit, InstantSource clock) {

    /**
     * A dataset whose bytes are to be read.
     *
     * @throws NotFoundFault if there is none that he may know of
     * @throws AuthenticationFault if it is not public, and nobody knows who he is
     * @throws AuthorizationFault if it is not for him
     * @throws IOException if the database fails
     */
    public Dataset dataset(String publisherDid, Visitor visitor) throws IOException {
        return dataset(List.of(publisherDid), visitor).orElseThrow(() -> new NotFoundFault("there is no such dataset"));
    }

    /**
     * A dataset that, or a file of which, is to be read.
     *
     * @throws NotFoundFault as above, as are the others
     */
    public Dataset holder(ArchivePlace place, Visitor visitor) throws IOException {
        List<String> dids = store.holders(place, visitor.subject().groups(), clock.instant());
        return dataset(dids, visitor).orElseThrow(() -> new NotFoundFault("there is no such file"));
    }

    /**
     * Refuses a file that its own rights keep from the visitor, whatever leads to it. Of one that no scan has seen nothing is known.
     *
     * @throws NotFoundFault as above, as are the others
     */
    void requireOwnRights(ArchivePlace place, Visitor visitor) throws IOException {
        SeenFile seen = store.filesAt(List.of(place), visitor.subject().groups(), clock.instant())
                .get(place);
        if (seen == null) {
            return;
        }
        if (seen.publisherDid().isPresent()) {
            dataset(seen.publisherDid().get(), visitor);
        } else if (!seen.allowed()) {
            throw new NotFoundFault("there is no such file");
        }
    }

    /** One that he may read, of some whose bytes would be the same. */
    private Optional<Dataset> dataset(List<String> dids, Visitor visitor) throws IOException {
        Map<String, Dataset> known = holdings.find(dids, visitor.subject());
        Instant now = clock.instant();
        Optional<Dataset> readable = known.values().stream()
                .filter(dataset -> dataset.isReadableBy(visitor.subject(), now))
                .findFirst();
        if (readable.isEmpty() && !known.isEmpty()) {
            throw refused(known.values().iterator().next(), visitor);
        }
        readable.filter(dataset -> !dataset.isPublic(now))
                .ifPresent(dataset -> note(AuditEvent.Action.PROPRIETARY_READ, dataset, visitor));
        return readable;
    }

    private RuntimeException refused(Dataset dataset, Visitor visitor) {
        note(AuditEvent.Action.REFUSED, dataset, visitor);
        String rule = "this file is " + dataset.rule();
        return visitor.subject().isAnonymous()
                ? new AuthenticationFault(rule + ": sign in, or send a token")
                : new AuthorizationFault(rule);
    }

    private void note(AuditEvent.Action action, Dataset dataset, Visitor visitor) {
        audit.note(new AuditEvent(
                action,
                visitor.subject().name(),
                visitor.address(),
                "dataset " + dataset.publisherDid() + ", " + dataset.rule()));
    }
}
