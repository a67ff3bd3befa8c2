// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.core.votable.ForwardingRowStream;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableReader.OpenTable;

/**
 * The rows of a table that is viewed: they end when they are not wanted any more, or take too long. Closing closes the table
 * and gives the place back. {@link #stop} may be called from any thread.
 */
public final class ViewedRows extends ForwardingRowStream {

    /** For a whole table in another format. */
    private static final Duration TIME = Duration.ofMinutes(10);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final RowStream rows;
    private final OpenTable table;
    private final WorkPlaces.Place place;
    private final Deadline deadline = Deadline.in(TIME);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stopped;

    private ViewedRows(RowStream rows, OpenTable table, WorkPlaces.Place place) {
        super(rows);
        this.rows = rows;
        this.table = table;
        this.place = place;
    }

    /**
     * The rows of a table; if they cannot be had, it is closed.
     *
     * @param place that is taken as long as they are read
     */
    public static ViewedRows of(OpenTable table, WorkPlaces.Place place) {
        boolean opened = false;
        try {
            ViewedRows rows = new ViewedRows(table.rows(), table, place);
            opened = true;
            return rows;
        } finally {
            if (!opened) {
                table.close();
            }
        }
    }

    /** They are not wanted any more. */
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean advance() throws IOException {
        if (stopped) {
            throw new RowStreamException(
                    new TransientFault("the view is not wanted any more", RETRY), new IllegalStateException("stopped"));
        }
        if (deadline.isOver()) {
            throw new RowStreamException(new UsageFault(deadline.inWords()), new IllegalStateException("late"));
        }
        return rows.advance();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (place) {
            try (table) {
                rows.close();
            }
        }
    }
}
