// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.sia.Sia1Columns.Image;

/** Images as SIA 1.0 describes them, some hundred at a time: their files are looked up together. */
final class Sia1Rows implements RowStream {

    private static final int PAGE = 500;

    private final RowStream images;
    private final Source source;
    private boolean ended;
    private ArrayRowStream page = ArrayRowStream.of(Sia1Columns.FIELDS, List.of());

    /** Makes rows of images. */
    interface Source {
        /** Datasets by their publisher DIDs. */
        Map<String, Dataset> datasets(List<String> dids) throws IOException;

        /** The rows of one image. */
        List<List<Object>> rows(Image image, Dataset dataset);
    }

    /** @param images rows of {@link Sia1Columns#OBSCORE} */
    Sia1Rows(RowStream images, Source source) {
        this.images = images;
        this.source = source;
    }

    @Override
    public List<Field> fields() {
        return Sia1Columns.FIELDS;
    }

    @Override
    public boolean advance() throws IOException {
        while (!page.advance()) {
            if (ended) {
                return false;
            }
            List<Image> next = new ArrayList<>();
            while (next.size() < PAGE && !ended) {
                ended = !images.advance();
                if (!ended) {
                    next.add(Sia1Columns.read(images));
                }
            }
            Map<String, Dataset> datasets =
                    source.datasets(next.stream().map(Image::did).toList());
            List<List<Object>> rows = new ArrayList<>();
            for (Image image : next) {
                Dataset dataset = datasets.get(image.did());
                if (dataset != null) {
                    rows.addAll(source.rows(image, dataset));
                }
            }
            page = ArrayRowStream.of(Sia1Columns.FIELDS, rows);
        }
        return true;
    }

    @Override
    public byte[] buffer() {
        return page.buffer();
    }

    @Override
    public int offset(int index) {
        return page.offset(index);
    }

    @Override
    public int length(int index) {
        return page.length(index);
    }

    @Override
    public void cancel() {
        images.cancel();
    }

    @Override
    public void close() {
        images.close();
    }
}
