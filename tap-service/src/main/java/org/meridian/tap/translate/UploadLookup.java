// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.Optional;
import org.meridian.core.sky.CellsAround;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation.Source;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.translate.IndexedColumn.Position;
import org.meridian.tap.translate.IndexedColumn.UploadedPosition;

/**
 * Positional joins with an uploaded table: the cells around its positions are computed while it is loaded, so that the join
 * is one on equal numbers (on ranges where the radius needs more than 16 cells of order 14), which PostgreSQL answers with
 * a hash table or with the index, whichever is cheaper. The exact condition stands beside it.
 *
 * <p>A table of cells joined to a source multiplies its rows and drops some. That is right where the condition is required
 * (see {@link Translation#isRequired}): cells around a position are disjoint, so each pair of rows of which it is true
 * survives with one of them.
 */
final class UploadLookup {
    private static final int INDEXED_ORDER = 14;
    /** Up to this order cells are large, and numbers around a position may have no bound. */
    private static final int MIN_ORDER = 3;

    private final Translation translation;

    UploadLookup(Translation translation) {
        this.translation = translation;
    }

    /**
     * What follows from {@code to} being near {@code upload}.
     *
     * @return empty if {@code upload} is no position of an uploaded table, or {@code to} cannot be looked up
     */
    Optional<String> near(Expression upload, Expression to, double radiusDeg) {
        Optional<UploadedPosition> from = IndexedColumn.upload(upload).filter(p -> isVisible(p.source()));
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Optional<UploadedPosition> other = IndexedColumn.upload(to);
        if (other.isPresent()) {
            return other.filter(p -> canBeJoined(p.source()))
                    .filter(p -> p.source().id() != from.get().source().id())
                    .flatMap(p -> betweenUploads(from.get(), p, radiusDeg));
        }
        return IndexedColumn.position(to, translation)
                .filter(index -> index.source().id() != from.get().source().id())
                .flatMap(index -> near(from.get(), index, radiusDeg));
    }

    private Optional<String> near(UploadedPosition from, Position index, double radiusDeg) {
        boolean ranges = radiusDeg > SkyLookup.MAX_CELL_RADIUS;
        int order = ranges ? -1 : INDEXED_ORDER;
        if (canBeJoined(index.source())) {
            String cells = ready(from, radiusDeg, order);
            String alias = translation.join(index.source(), cells, k -> inCells(index, k, ranges));
            return Optional.of(alias + ".row = " + from.row(translation));
        }
        if (canBeJoined(from.source()) && isVisible(index.source())) {
            String cells = ready(from, radiusDeg, order);
            String alias = translation.join(from.source(), cells, k -> k + ".row = " + from.row(translation));
            return Optional.of(inCells(index, alias, ranges));
        }
        return Optional.empty();
    }

    private static String inCells(Position index, String alias, boolean ranges) {
        return ranges
                ? "(" + index.cell29() + " BETWEEN " + alias + ".lo AND " + alias + ".hi)"
                : index.cell14() + " = " + alias + ".cell";
    }

    private Optional<String> betweenUploads(UploadedPosition from, UploadedPosition to, double radiusDeg) {
        int order = Math.min(INDEXED_ORDER, CellsAround.order(radiusDeg));
        if (order < MIN_ORDER) {
            return Optional.empty();
        }
        String at = ready(to, 0, order);
        String around = ready(from, radiusDeg, order);
        String own = translation.join(to.source(), at, k -> k + ".row = " + to.row(translation));
        String alias = translation.join(to.source(), around, k -> k + ".cell = " + own + ".cell");
        return Optional.of(alias + ".row = " + from.row(translation));
    }

    private String ready(UploadedPosition position, double radiusDeg, int order) {
        return translation.ready(position.upload(), position.lon(), position.lat(), radiusDeg, order);
    }

    /** Whether a table may be joined to a source where it stands. */
    private boolean canBeJoined(Source source) {
        return translation.isSearchable(source) && translation.isOwn(source) && !translation.isViewed(source);
    }

    /** Whether a hidden column of a source can be had here. */
    private boolean isVisible(Source source) {
        return translation.isOwn(source) || source instanceof TableSource;
    }
}
