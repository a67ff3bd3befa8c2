// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.List;
import org.meridian.tap.schema.TapSchema;

/**
 * A data model of which a table is published (TAPRegExt 1.0, section 2.1).
 *
 * @param ivoid that the model's standard gives it
 * @param name for people
 */
record DataModel(String ivoid, String name) {
    /** ObsCore 1.1, section 5. */
    private static final DataModel OBSCORE = new DataModel("ivo://ivoa.net/std/ObsCore#core-1.1", "ObsCore-1.1");

    private static final String OBSCORE_TABLE = "ivoa.obscore";

    /** The models of tables that are published. */
    static List<DataModel> in(TapSchema published) {
        boolean obscore = published.tables().stream()
                .anyMatch(table -> table.qualifiedName().equalsIgnoreCase(OBSCORE_TABLE));
        return obscore ? List.of(OBSCORE) : List.of();
    }
}
