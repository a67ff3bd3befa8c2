// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.query.Asker;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.query.TableCatalogue;
import org.meridian.core.query.TableQuery;
import org.meridian.core.sky.Circle;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.obscore.ObservationLinks;

/**
 * Cone search in one table (SCS 1.03), with MAXREC and RESPONSEFORMAT of the working draft of 1.1. Immutable, thread-safe.
 *
 * @param table qualified name of the table
 * @param tables where rows are asked for
 * @param catalogue what tables there are
 * @param limits how large answers are
 */
public record ConeSearch(String table, TableQuery tables, TableCatalogue catalogue, SearchLimits limits)
        implements SearchProtocol {

    /** Of the capability. */
    public static final String STANDARD_ID = "ivo://ivoa.net/std/ConeSearch";

    private static final String CONTENT_TYPE = "text/xml;content=x-votable";

    @Override
    public ResponseFormat format(DaliParameters parameters, Optional<String> accept) {
        return SearchProtocol.readable(parameters, accept, CONTENT_TYPE);
    }

    @Override
    public Answer answer(DaliParameters parameters, Asker asker, String gateway) throws IOException {
        PublishedTable described = described(asker.subject());
        PublishedTable.Position position = described.position().orElseThrow(this::unknown);
        Circle cone = cone(parameters);
        ConeColumns columns = ConeColumns.of(described, position, verbosity(parameters));
        long maxrec = limits.maxrec(parameters.maxrec());
        ResultDocument document = new ResultDocument(
                        Optional.of(table),
                        described.description(),
                        List.of(new Info("standardID", STANDARD_ID)),
                        maxrec)
                .withMaxBytes(limits.maxBytes())
                .with(new ObservationLinks().of(columns.fields(), gateway));
        // Who asks for nothing wants to know the columns (section 2.3).
        RowStream rows = maxrec == 0 || cone.radiusDeg() == 0
                ? ArrayRowStream.of(columns.fields(), List.of())
                : new ConeRows(
                        tables.rows(table, columns.names(), List.of(new Constraint.Overlaps(cone)), maxrec + 1, asker),
                        columns);
        return new Answer(rows, document);
    }

    /**
     * The table, as far as somebody may know.
     *
     * @throws NotFoundFault if there is no table with positions of that name, or none that he may read
     */
    public PublishedTable described(Subject subject) {
        return catalogue
                .find(table, subject)
                .filter(found -> found.position().isPresent())
                .orElseThrow(this::unknown);
    }

    private NotFoundFault unknown() {
        return new NotFoundFault(
                "there is no table " + table + " with positions here; /scs lists those that there are");
    }

    private static Circle cone(DaliParameters parameters) {
        double ra = number(parameters, "RA");
        double dec = number(parameters, "DEC");
        double radius = number(parameters, "SR");
        if (Math.abs(dec) > 90) {
            throw new UsageFault("DEC is " + dec + "; it must lie between -90 and 90 degrees");
        }
        if (radius < 0 || radius > 180) {
            throw new UsageFault("SR is " + radius + "; it must lie between 0 and 180 degrees");
        }
        return new Circle(((ra % 360) + 360) % 360, dec, radius);
    }

    private static double number(DaliParameters parameters, String name) {
        String text = parameters.required(name).strip();
        try {
            double value = Double.parseDouble(text);
            char last = text.charAt(text.length() - 1);
            // Java takes 1d and 1f, too.
            if (Double.isFinite(value) && (Character.isDigit(last) || last == '.')) {
                return value;
            }
        } catch (NumberFormatException e) {
            // What follows says it.
        }
        throw new UsageFault(name + " is '" + text.substring(0, Math.min(40, text.length()))
                + "'; it must be a number of degrees, such as 12.5");
    }

    private static int verbosity(DaliParameters parameters) {
        String text = parameters
                .single("VERB")
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .orElse("2");
        if (!text.matches("[123]")) {
            throw new UsageFault("VERB must be 1, 2 or 3");
        }
        return Integer.parseInt(text);
    }

    /**
     * An INFO named Error at the top, as section 2.3 prefers it, and DALI's in a RESOURCE, so that every program finds one. What is
     * wrong with parameters comes with status 200.
     */
    @Override
    public Refusal refusal(DaliFault fault, ResponseFormat format) {
        XmlDocument xml = new XmlDocument();
        xml.start("VOTABLE").attribute("version", "1.4").attribute("xmlns", "http://www.ivoa.net/xml/VOTable/v1.3");
        xml.start("INFO")
                .attribute("ID", "Error")
                .attribute("name", "Error")
                .attribute("value", fault.message())
                .end();
        xml.start("RESOURCE").attribute("type", "results");
        xml.start("INFO")
                .attribute("name", "QUERY_STATUS")
                .attribute("value", "ERROR")
                .text(fault.message());
        xml.end().end();
        int status = fault instanceof UsageFault ? 200 : fault.httpStatus();
        return new Refusal(
                status, new ErrorDocument(CONTENT_TYPE, xml.toString().getBytes(UTF_8)));
    }
}
