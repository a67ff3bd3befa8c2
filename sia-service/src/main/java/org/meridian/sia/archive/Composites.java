// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.sia.obscore.Composite;
import org.meridian.sia.obscore.Composite.Part;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.store.CompositeStore;

/**
 * Pictures in colour of several images, for those who may read every one of them. Thread-safe.
 *
 * @param reading who may read what
 * @param store what there is
 */
public record Composites(Reading reading, CompositeStore store) {

    /**
     * The pictures of which datasets are parts, by the datasets' ids in the database; those that {@code who} may see.
     *
     * @throws IOException if the database fails
     */
    public Map<Long, Composite> readable(Collection<Dataset> datasets, Subject who, Instant now) throws IOException {
        Map<Long, Composite> all =
                new HashMap<>(store.of(datasets.stream().map(Dataset::id).toList()));
        Set<String> dids = all.values().stream()
                .flatMap(composite -> composite.parts().stream())
                .map(Part::publisherDid)
                .collect(Collectors.toSet());
        Map<String, Dataset> known = reading.holdings().find(dids, who);
        all.values()
                .removeIf(composite -> !composite.isColoured()
                        || !composite.parts().stream()
                                .allMatch(part -> known.containsKey(part.publisherDid())
                                        && known.get(part.publisherDid()).isReadableBy(who, now)));
        return all;
    }

    /**
     * A picture that is to be seen.
     *
     * @throws NotFoundFault if there is none, or there is a part that he may not know of
     * @throws org.meridian.core.dali.DaliFault as {@link Reading#dataset}, of a part
     * @throws IOException if the database fails
     */
    public Composite find(String collection, String name, Visitor visitor) throws IOException {
        Composite composite = store.find(collection, name);
        List<String> dids = composite.parts().stream().map(Part::publisherDid).toList();
        boolean known = composite.isColoured()
                && reading.holdings().find(dids, visitor.subject()).size() == dids.size();
        if (!known) {
            throw new NotFoundFault("there is no such picture");
        }
        for (String did : dids) {
            reading.dataset(did, visitor);
        }
        return composite;
    }
}
