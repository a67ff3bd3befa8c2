// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.List;
import java.util.stream.Stream;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.core.votable.TableFormat;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.query.QueryLimits;
import org.meridian.tap.upload.UploadLimits;

/**
 * What TAPRegExt 1.0 adds to the capability of a TAP service: languages, formats, limits. Says only what works.
 *
 * @param limits what queries may use
 * @param jobs what asynchronous ones may use: the times are theirs (section 2.5)
 * @param uploads what tables queries may bring along
 * @param udfs functions of its own that queries may call
 * @param models data models whose tables are published
 */
record TableAccess(QueryLimits limits, JobLimits jobs, UploadLimits uploads, Udfs udfs, List<DataModel> models)
        implements Capability.Extension {

    /** Keys that TAPRegExt 1.0, section 2.3, defines, as it spells them. */
    private static final String TAPREGEXT = "ivo://ivoa.net/std/TAPRegExt#features-";

    /** Ways of uploading, TAPRegExt 1.0, section 2.5. */
    private static final String UPLOAD = "ivo://ivoa.net/std/TAPRegExt#upload-";

    /**
     * Keys that ADQL 2.1, section 4, defines, as it spells them. IVOIDs are the same in any case, but STILTS 3.4 compares
     * letters, and takes a key of TAPRegExt that it does not know for an error.
     */
    private static final String ADQL = "ivo://ivoa.net/std/tapregext#features-adql-";

    /** Optional features of ADQL 2.1, section 4, in its order. */
    private static final List<Features> OPTIONAL = List.of(
            new Features(
                    TAPREGEXT + "adqlgeo",
                    List.of(
                            "AREA",
                            "BOX",
                            "CENTROID",
                            "CIRCLE",
                            "CONTAINS",
                            "COORD1",
                            "COORD2",
                            "COORDSYS",
                            "DISTANCE",
                            "INTERSECTS",
                            "POINT",
                            "POLYGON",
                            "REGION")),
            new Features(ADQL + "string", List.of("LOWER", "UPPER", "ILIKE")),
            new Features(ADQL + "common-table", List.of("WITH")),
            new Features(ADQL + "sets", List.of("UNION", "EXCEPT", "INTERSECT")),
            new Features(ADQL + "type", List.of("CAST")),
            new Features(ADQL + "conditional", List.of("COALESCE")),
            new Features(ADQL + "unit", List.of("IN_UNIT")),
            new Features(ADQL + "offset", List.of("OFFSET")));

    private record Features(String key, List<String> forms) {}

    @Override
    public String type() {
        return "tr:TableAccess";
    }

    @Override
    public String namespace() {
        return "http://www.ivoa.net/xml/TAPRegExt/v1.0";
    }

    @Override
    public void write(XmlDocument xml) {
        models.forEach(model ->
                xml.start("dataModel").attribute("ivo-id", model.ivoid()).text(model.name()));
        writeLanguage(xml);
        Stream.of(TableFormat.values()).forEach(format -> writeFormat(xml, format));
        if (uploads.tables() > 0) {
            for (String method : List.of("inline", "http", "https")) {
                xml.start("uploadMethod").attribute("ivo-id", UPLOAD + method).end();
            }
        }
        writeTimes(xml, "retentionPeriod", jobs.retention());
        writeTimes(xml, "executionDuration", jobs.execution());
        xml.start("outputLimit");
        xml.start("default")
                .attribute("unit", "row")
                .text(Long.toString(limits.sync().defaultMaxrec()));
        xml.start("hard")
                .attribute("unit", "row")
                .text(Long.toString(limits.sync().hardMaxrec()));
        xml.end();
        if (uploads.tables() > 0) {
            xml.start("uploadLimit");
            xml.start("hard").attribute("unit", "row").text(Long.toString(uploads.rows()));
            xml.end();
        }
    }

    private static void writeTimes(XmlDocument xml, String name, JobLimits.Span times) {
        xml.start(name)
                .element("default", Long.toString(times.standard().toSeconds()))
                .element("hard", Long.toString(times.most().toSeconds()))
                .end();
    }

    private void writeLanguage(XmlDocument xml) {
        xml.start("language").element("name", "ADQL");
        for (String version : List.of("2.1", "2.0")) {
            xml.start("version")
                    .attribute("ivo-id", "ivo://ivoa.net/std/ADQL#v" + version)
                    .text(version);
        }
        xml.element(
                "description", "Astronomical Data Query Language 2.1 with all its optional features, CASE and NULLIF");
        if (!udfs.functions().isEmpty()) {
            xml.start("languageFeatures").attribute("type", TAPREGEXT + "udf");
            udfs.functions().forEach(udf -> {
                xml.start("feature").element("form", udf.signature().form());
                if (!udf.description().isEmpty()) {
                    xml.element("description", udf.description());
                }
                xml.end();
            });
            xml.end();
        }
        OPTIONAL.forEach(features -> {
            xml.start("languageFeatures").attribute("type", features.key);
            features.forms.forEach(
                    form -> xml.start("feature").element("form", form).end());
            xml.end();
        });
        xml.end();
    }

    private static void writeFormat(XmlDocument xml, TableFormat format) {
        xml.start("outputFormat");
        format.ivoid().ifPresent(id -> xml.attribute("ivo-id", id));
        xml.element("mime", format.mediaType());
        format.shortNames().forEach(name -> xml.element("alias", name));
        xml.end();
    }
}
