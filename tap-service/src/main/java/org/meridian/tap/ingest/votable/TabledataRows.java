// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The rows of TABLEDATA; cells are parsed when they are asked for. */
final class TabledataRows extends VotableRows {
    private final XMLStreamReader reader;
    private final String[] cells;

    TabledataRows(DataReader document, List<VotableColumn> columns, long nrows) {
        super(document, columns, nrows);
        this.reader = document.reader();
        this.cells = new String[columns.size()];
    }

    @Override
    boolean advance() throws IOException {
        try {
            while (reader.next() != XMLStreamConstants.END_ELEMENT) {
                if (reader.isStartElement()) {
                    if (!DataReader.name(reader).equals("TR")) {
                        throw new IOException("TABLEDATA has an element " + reader.getLocalName() + " in it");
                    }
                    row();
                    return true;
                }
                requireBlank();
            }
            return false;
        } catch (XMLStreamException e) {
            throw XmlDocuments.refused(e);
        }
    }

    private void row() throws XMLStreamException, IOException {
        int count = 0;
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (!reader.isStartElement()) {
                requireBlank();
                continue;
            }
            if (!DataReader.name(reader).equals("TD")) {
                throw new IOException(place() + " has an element " + reader.getLocalName() + " in it");
            }
            if (reader.getAttributeValue(null, "encoding") != null) {
                throw new IOException(place() + " has a cell with an encoding; write it as plain text");
            }
            String text = text(count);
            if (count < cells.length) {
                cells[count] = text;
            }
            count++;
        }
        if (count != cells.length) {
            throw new IOException(place() + " has " + count + " cells; the table has " + cells.length + " columns");
        }
    }

    /** What stands in a TD. */
    private String text(int cell) throws XMLStreamException, IOException {
        String text = "";
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement()) {
                String column =
                        cell < cells.length ? ", column " + columns().get(cell).name() + "," : "";
                throw new IOException(place() + column + " has an element " + reader.getLocalName() + " in its cell");
            } else if (reader.isCharacters()) {
                text = text.isEmpty() ? reader.getText() : text + reader.getText();
            }
        }
        return text;
    }

    /** Text between the cells is no part of any. */
    private void requireBlank() throws IOException {
        if (reader.isCharacters() && !reader.isWhiteSpace()) {
            throw new IOException(place() + " has text outside its cells");
        }
    }

    private String place() {
        return "row " + (rowsRead() + 1) + " (line " + reader.getLocation().getLineNumber() + ")";
    }

    @Override
    public @Nullable Object getCell(int index) throws IOException {
        return TabledataCells.value(columns().get(index), cells[index]);
    }
}
