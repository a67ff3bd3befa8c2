// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.Optional;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.core.votable.Field;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.VotableType;

/**
 * Table metadata as VOSI 1.1, section 3.3, wants it (VODataService 1.2, section 3.3): the same as in TAP_SCHEMA, names
 * written as a query must write them, types as VOTable has them.
 */
final class Tableset {

    private Tableset() {}

    /** How much is said of each table. */
    enum Detail {
        /** Name and description. */
        MIN,
        /** Columns and foreign keys as well. */
        MAX
    }

    /** The document of the tables resource. */
    static String of(TapSchema published, Detail detail) {
        XmlDocument xml = root("vosi:tableset");
        for (TapSchema.Schema schema : published.schemas()) {
            xml.start("schema").element("name", AdqlName.written(schema.name()));
            xml.element("description", schema.description()).element("utype", schema.utype());
            schema.tables().forEach(table -> {
                xml.start("table").attribute("type", table.kind());
                writeTable(xml, table, detail);
                xml.end();
            });
            xml.end();
        }
        return xml.end().toString();
    }

    /** The document of one table, in full detail. */
    static String of(TapTable table) {
        XmlDocument xml = root("vosi:table").attribute("type", table.kind());
        writeTable(xml, table, Detail.MAX);
        return xml.end().toString();
    }

    /** The table that a query would write {@code name}; written quotes and case count as in ADQL. */
    static Optional<TapTable> find(TapSchema published, String name) {
        return published.tables().stream()
                .filter(table -> writtenName(table).equalsIgnoreCase(name))
                .findFirst();
    }

    private static String writtenName(TapTable table) {
        return AdqlName.written(table.schema(), table.name());
    }

    private static XmlDocument root(String name) {
        return new XmlDocument()
                .start(name)
                .attribute("xmlns:vosi", "http://www.ivoa.net/xml/VOSITables/v1.0")
                .attribute("xmlns:vs", "http://www.ivoa.net/xml/VODataService/v1.1")
                .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    }

    private static void writeTable(XmlDocument xml, TapTable table, Detail detail) {
        xml.element("name", writtenName(table));
        xml.element("description", table.description()).element("utype", table.utype());
        if (detail == Detail.MAX) {
            table.columns().forEach(column -> writeColumn(xml, column));
            table.foreignKeys().forEach(key -> writeKey(xml, key));
        }
    }

    private static void writeColumn(XmlDocument xml, TapColumn column) {
        Field field = column.field();
        xml.start("column").attribute("std", Boolean.toString(column.std()));
        xml.element("name", AdqlName.written(column.name()));
        xml.element("description", field.description()).element("unit", field.unit());
        xml.element("ucd", field.ucd()).element("utype", field.utype());
        xml.start("dataType").attribute("xsi:type", "vs:VOTableType");
        VotableType type = VotableType.of(field);
        type.arraysize().ifPresent(size -> xml.attribute("arraysize", size));
        type.xtype().ifPresent(xtype -> xml.attribute("extendedType", xtype));
        xml.text(type.datatype());
        if (column.indexed()) {
            xml.element("flag", "indexed");
        }
        if (column.principal()) {
            xml.element("flag", "principal");
        }
        xml.end();
    }

    private static void writeKey(XmlDocument xml, TapTable.ForeignKey key) {
        xml.start("foreignKey").element("targetTable", key.targetTable());
        key.columns()
                .forEach(pair -> xml.start("fkColumn")
                        .element("fromColumn", AdqlName.written(pair.from()))
                        .element("targetColumn", AdqlName.written(pair.target()))
                        .end());
        xml.element("description", key.description()).end();
    }
}
