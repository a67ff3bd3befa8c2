// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Nearest;
import org.meridian.tap.adql.syntax.Identifier;
import org.meridian.tap.adql.syntax.QualifiedName;
import org.meridian.tap.schema.TapTable;

/** Finds published tables by name. */
record TableNames(Context context) {

    TapTable table(QualifiedName name) throws AdqlException {
        List<TapTable> tables = context.schema().tables();
        List<TapTable> found = tables.stream()
                .filter(table -> Scope.isTable(table, name.parts()))
                .toList();
        if (found.size() > 1) {
            String folded = name.last().folded();
            List<TapTable> exact = found.stream()
                    .filter(table -> table.name().equals(folded))
                    .filter(table -> name.parts().size() == 1
                            || table.schema().equals(name.parts().get(0).folded()))
                    .toList();
            found = exact.size() == 1 ? exact : found;
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new AdqlException(name.position(), "there is no table " + name + hint(name, tables));
        }
        throw new AdqlException(
                name.position(),
                "the table name " + name + " is ambiguous: it can be "
                        + Nearest.anyOf(found.stream().map(TableNames::written).toList()));
    }

    private String hint(QualifiedName name, List<TapTable> tables) {
        Identifier last = name.last();
        List<String> sameName = tables.stream()
                .filter(table -> table.name().equalsIgnoreCase(last.text()))
                .map(TableNames::written)
                .limit(3)
                .toList();
        if (!sameName.isEmpty()) {
            return "; did you mean " + Nearest.anyOf(sameName) + "?";
        }
        List<String> candidates = new ArrayList<>();
        context.commonTables().forEach(common -> candidates.add(common.name().toString()));
        boolean qualified = name.parts().size() > 1;
        for (TapTable table : tables) {
            candidates.add(qualified ? table.qualifiedName() : table.name());
        }
        if (!qualified && last.delimited() && last.text().contains(".")) {
            return UnknownColumn.quotes(last);
        }
        List<String> near = Nearest.to(name.toString(), candidates);
        if (near.isEmpty() && qualified) {
            near = Nearest.to(last.text(), tables.stream().map(TapTable::name).toList());
        }
        List<String> written = near.stream()
                .map(candidate -> tables.stream()
                        .filter(t ->
                                t.qualifiedName().equals(candidate) || t.name().equals(candidate))
                        .findFirst()
                        .map(TableNames::written)
                        .orElse(candidate))
                .toList();
        if (!written.isEmpty()) {
            return "; did you mean " + Nearest.anyOf(written) + "?";
        }
        if (last.text().toLowerCase(Locale.ROOT).equals("dual")) {
            return "; every query selects from a published table";
        }
        return "; TAP_SCHEMA.tables lists all tables";
    }

    private static String written(TapTable table) {
        return UnknownColumn.written(table.schema()) + "." + UnknownColumn.written(table.name());
    }
}
