// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridian.tap.adql.syntax.Function;
import org.meridian.tap.adql.syntax.FunctionNames;
import org.meridian.tap.adql.syntax.Identifier;

/**
 * Lets a query call declared functions only.
 *
 * @param udfs the declared ones
 * @param anyIvo whether functions of IVOA specifications, {@code ivo_...}, need no declaration
 */
public record DeclaredFunctions(Udfs udfs, boolean anyIvo) implements FunctionNames {

    @Override
    public void require(Identifier name) throws AdqlException {
        String folded = name.text().toLowerCase(Locale.ROOT);
        if (!(anyIvo && folded.startsWith("ivo_")) && udfs.named(folded).isEmpty()) {
            List<String> candidates = new ArrayList<>(udfs.names());
            for (Function function : Function.values()) {
                candidates.add(function.name());
            }
            candidates.addAll(List.of("COUNT", "SUM", "AVG", "MIN", "MAX", "CAST"));
            throw new AdqlException(
                    name.position(), "there is no function " + name.text() + instead(folded, candidates));
        }
    }

    /** Functions of other dialects by what ADQL has for them, others by their nearest names. */
    private static String instead(String name, List<String> candidates) {
        return switch (name) {
            case "ceil" -> "; did you mean CEILING?";
            case "ln" -> "; the natural logarithm is LOG, that to base 10 LOG10";
            case "pow" -> "; did you mean POWER?";
            case "random" -> "; did you mean RAND?";
            case "trunc" -> "; did you mean TRUNCATE?";
            case "nvl", "ifnull", "isnull" -> "; did you mean COALESCE?";
            case "concat" -> "; texts are joined by '||'";
            case "lcase" -> "; did you mean LOWER?";
            case "ucase" -> "; did you mean UPPER?";
            case "to_timestamp", "to_date" -> "; a text becomes a time by CAST(text AS TIMESTAMP)";
            default -> Nearest.hint(name, candidates);
        };
    }
}
