// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.query.Asker;
import org.meridian.core.query.TableQuery;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptor.Values;
import org.meridian.core.votable.TableFormat;
import org.meridian.sia.archive.Holdings;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.ObservationLinks;
import org.meridian.sia.store.DatasetStore;

/** Searches of images (SIA 1.0) for programs that know no other: each comes with the URL of its file. Thread-safe. */
public final class Sia1Search implements SearchProtocol {

    /** Of the capability. */
    public static final String STANDARD_ID = "ivo://ivoa.net/std/SIA";

    private static final String CONTENT_TYPE = "text/xml;content=x-votable";

    private static final List<Info> INFOS = List.of(new Info("SERVICE_PROTOCOL", "1.0"));

    private static final List<Input> PARAMETERS = List.of(
            input("POS", "Right ascension and declination, ICRS, degrees: 12.5,-3.2", List.of()),
            input("SIZE", "Size in degrees, or its right ascension and declination: 0.1,0.2", List.of()),
            input("INTERSECT", "How images and region lie to each other", Sia1Query.INTERSECT),
            input("FORMAT", "Which files", Sia1Query.FORMATS),
            input("VERB", "All columns are given, whatever it is", List.of("0", "1", "2", "3")),
            input("MAXREC", "Most images", List.of()));

    private final TableQuery tables;
    private final DatasetStore store;
    private final SearchLimits limits;

    /** Searches of the published table of observations, and the files behind it. */
    public Sia1Search(TableQuery tables, DatasetStore store, SearchLimits limits) {
        this.tables = tables;
        this.store = store;
        this.limits = limits;
    }

    private static Input input(String name, String description, List<String> options) {
        Field field = new Field(
                "INPUT:" + name,
                Primitive.CHAR,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(description),
                Optional.empty());
        return Input.chosen(field, Values.of(options));
    }

    /** FORMAT is of the images: that of the answer is a VOTable, or what RESPONSEFORMAT says. */
    @Override
    public ResponseFormat format(DaliParameters parameters, Optional<String> accept) {
        return SearchProtocol.readable(parameters, Optional.empty(), CONTENT_TYPE);
    }

    @Override
    public Answer answer(DaliParameters parameters, Asker asker, String gateway) throws IOException {
        Sia1Query query = Sia1Query.of(parameters);
        if (query.metadataOnly()) {
            ResultDocument metadata = new ResultDocument(Optional.empty(), Optional.empty(), INFOS, Long.MAX_VALUE);
            return new Answer(ArrayRowStream.of(Sia1Columns.FIELDS, List.of()), metadata.withParameters(PARAMETERS));
        }
        long maxrec = limits.maxrec(parameters.maxrec());
        ResultDocument document = new ResultDocument(Optional.empty(), Optional.empty(), INFOS, maxrec)
                .withMaxBytes(limits.maxBytes())
                .with(new ObservationLinks().of(Sia1Columns.FIELDS, gateway));
        boolean none = query.formats().isEmpty() || maxrec == 0;
        return new Answer(
                none ? ArrayRowStream.of(Sia1Columns.FIELDS, List.of()) : rows(query, maxrec, asker, gateway),
                document);
    }

    private RowStream rows(Sia1Query query, long maxrec, Asker asker, String gateway) throws IOException {
        try {
            // One more tells that there are more.
            RowStream images = tables.rows(Holdings.TABLE, Sia1Columns.OBSCORE, query.constraints(), maxrec + 1, asker);
            return new Sia1Rows(images, new Sia1Rows.Source() {
                @Override
                public Map<String, Dataset> datasets(List<String> dids) throws IOException {
                    return store.byDid(dids);
                }

                @Override
                public List<List<Object>> rows(Sia1Columns.Image image, Dataset dataset) {
                    return Sia1Columns.rows(image, dataset, query.formats(), gateway);
                }
            });
        } catch (UnknownTableException e) {
            throw new TransientFault("there are no observations here", Duration.ofHours(1));
        }
    }

    /** With status 200 (section 8.6), as a VOTable whatever was asked for. */
    @Override
    public Refusal refusal(DaliFault fault, ResponseFormat format) {
        int status = fault instanceof DaliFault.UsageFault ? 200 : fault.httpStatus();
        ErrorDocument document = ErrorDocument.of(fault, ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA), INFOS);
        return new Refusal(status, new ErrorDocument(CONTENT_TYPE, document.body()));
    }
}
