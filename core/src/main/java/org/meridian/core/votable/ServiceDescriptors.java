// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;

/**
 * Which services work on the rows of a table, as far as its columns tell. Who writes tables need not know the services; who
 * provides a service need not know who writes tables. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ServiceDescriptors {

    /** There are no such services. */
    ServiceDescriptors NONE = (columns, gateway) -> List.of();

    /**
     * Descriptors of the services that work on rows with these columns.
     *
     * @param columns of the table
     * @param gateway URL under which its reader finds the gateway, without trailing slash
     */
    List<ServiceDescriptor> of(List<Field> columns, String gateway);
}
