// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.query.Asker;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.query.TableCatalogue;
import org.meridian.core.query.TableQuery;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.ServiceDescriptor;
import org.meridian.core.votable.ServiceDescriptor.Input;
import org.meridian.core.votable.ServiceDescriptor.Values;
import org.meridian.core.votable.ServiceDescriptors;
import org.meridian.core.votable.TableFormat;
import org.meridian.sia.archive.Holdings;
import org.meridian.sia.obscore.ObservationLinks;

/** Searches of images and cubes (SIA 2.0, section 2.1): repeated parameters are alternatives, different ones all hold. Thread-safe. */
public final class Sia2Search implements SearchProtocol {

    /** Of the capability. */
    public static final String STANDARD_ID = "ivo://ivoa.net/std/SIA#query-2.0";

    private static final List<Info> INFOS = List.of(new Info("standardID", STANDARD_ID));

    private static final String DID = "obs_publisher_did";

    /** Section 2.1.14. */
    private static final Constraint IMAGES = new Constraint.In("dataproduct_type", List.of("image", "cube"));

    /** Values of all parameters together: each makes the query longer. */
    private static final int MOST_VALUES = 200;

    private final TableQuery tables;
    private final TableCatalogue catalogue;
    private final SearchLimits limits;
    private final ServiceDescriptors links = new ObservationLinks();

    /** Searches of the published table of observations. */
    public Sia2Search(TableQuery tables, TableCatalogue catalogue, SearchLimits limits) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.limits = limits;
    }

    @Override
    public ResponseFormat format(DaliParameters parameters, Optional<String> accept) {
        return SearchProtocol.readable(parameters, accept, "application/x-votable+xml");
    }

    /** The rows that meet the parameters, with all columns that a standard defines or that are principal. */
    @Override
    public Answer answer(DaliParameters parameters, Asker asker, String gateway) throws IOException {
        List<Constraint> constraints = constraints(parameters);
        long maxrec = limits.maxrec(parameters.maxrec());
        List<Field> columns = columns(asker);
        List<ServiceDescriptor> services = new ArrayList<>(links.of(columns, gateway));
        services.add(itself(gateway));
        ResultDocument document = new ResultDocument(Optional.empty(), Optional.empty(), INFOS, maxrec)
                .withMaxBytes(limits.maxBytes())
                .with(services);
        return new Answer(
                maxrec == 0
                        ? ArrayRowStream.of(columns, List.of())
                        : rows(columns, constraints, parameters, maxrec, asker),
                document);
    }

    private List<Field> columns(Asker asker) {
        return catalogue
                .find(Holdings.TABLE, asker.subject())
                .orElseThrow(() -> new TransientFault("there are no observations here", Duration.ofHours(1)))
                .columns()
                .stream()
                .filter(column -> column.std() || column.principal())
                .map(PublishedTable.Column::field)
                .toList();
    }

    private RowStream rows(
            List<Field> columns, List<Constraint> constraints, DaliParameters parameters, long maxrec, Asker asker)
            throws IOException {
        List<Constraint> all = new ArrayList<>(constraints);
        List<String> ids = parameters.all(Sia2Parameter.ID.name());
        if (!ids.isEmpty()) {
            all.add(new Constraint.In(DID, known(ids, asker)));
        }
        // One more tells that there are more.
        return tables.rows(Holdings.TABLE, columns.stream().map(Field::name).toList(), all, maxrec + 1, asker);
    }

    /** What the service says of itself (section 3.1.2). */
    private static ServiceDescriptor itself(String gateway) {
        return new ServiceDescriptor(
                ServiceDescriptor.SELF,
                Optional.of(STANDARD_ID),
                gateway + "/sia2/query",
                Optional.of("application/x-votable+xml"),
                Optional.of("Images and cubes by position, wavelength, time and more"),
                Stream.of(Sia2Parameter.values())
                        .map(parameter -> Input.chosen(parameter.field(), Values.ANY))
                        .toList());
    }

    /** The message begins with the name of the fault; plain text where the table would have been (section 3.2). */
    @Override
    public Refusal refusal(DaliFault fault, ResponseFormat format) {
        boolean plain = format.format() == TableFormat.CSV || format.format() == TableFormat.TSV;
        return new Refusal(
                fault.httpStatus(), plain ? ErrorDocument.plain(fault) : ErrorDocument.named(fault, format, INFOS));
    }

    /**
     * What the parameters ask, IDs aside.
     *
     * @throws UsageFault if one is not understood
     */
    static List<Constraint> constraints(DaliParameters parameters) {
        List<Constraint> constraints = new ArrayList<>(List.of(IMAGES));
        int count = 0;
        for (Sia2Parameter parameter : Sia2Parameter.values()) {
            List<String> values = parameters.all(parameter.name());
            count += values.size();
            if (count > MOST_VALUES) {
                throw new UsageFault("there are more than " + MOST_VALUES + " values of parameters");
            }
            if (parameter != Sia2Parameter.ID && !values.isEmpty()) {
                constraints.add(new Constraint.AnyOf(
                        values.stream().map(parameter::constraint).toList()));
            }
        }
        if (!parameters.uploads().isEmpty()) {
            throw new UsageFault("UPLOAD is not used by SIA 2.0; repeat POS instead");
        }
        return constraints;
    }

    /** IVOIDs are the same in any case of letters (section 2.1.10); which no index answers, so that it is asked only of the rest. */
    private List<String> known(List<String> ids, Asker asker) throws IOException {
        Set<String> found = new LinkedHashSet<>(dids(new Constraint.In(DID, ids), asker));
        List<String> rest = ids.stream().filter(id -> !found.contains(id)).toList();
        if (!rest.isEmpty()) {
            found.addAll(dids(new Constraint.InAnyCase(DID, rest), asker));
        }
        return List.copyOf(found);
    }

    private List<String> dids(Constraint constraint, Asker asker) throws IOException {
        List<String> found = new ArrayList<>();
        try (RowStream rows =
                tables.rows(Holdings.TABLE, List.of(DID), List.of(constraint), MOST_VALUES, asker.subject())) {
            while (rows.advance()) {
                found.add(new String(rows.buffer(), rows.offset(0), rows.length(0), StandardCharsets.UTF_8));
            }
        }
        return found;
    }
}
