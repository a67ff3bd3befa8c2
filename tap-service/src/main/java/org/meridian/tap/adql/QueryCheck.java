// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.syntax.QueryParser;
import org.meridian.tap.schema.TapSchema;

/**
 * Checks queries in files, one query a file, and says about each in one line whether it is valid: {@code FILE: valid} or
 * {@code FILE:LINE:COLUMN: message}. What {@code meridian adql check} does.
 */
public final class QueryCheck {
    private static final String STANDARD_INPUT = "-";

    private final Options options;
    private final InputStream standardInput;
    private final PrintStream out;

    /**
     * What queries are checked against.
     *
     * @param schema published tables; empty to check the syntax alone, where functions named {@code ivo_...} need no
     *     declaration
     * @param udfs declared functions
     */
    public record Options(Optional<TapSchema> schema, Udfs udfs) {}

    /**
     * Prepares a check.
     *
     * @param standardInput read where a file is called {@code -}; not closed
     * @param out where the lines go; not closed
     */
    public QueryCheck(Options options, InputStream standardInput, PrintStream out) {
        this.options = options;
        this.standardInput = standardInput;
        this.out = out;
    }

    /** Checks each file in turn and returns an exit status: 0 if all are valid, else 1. */
    public int run(List<String> files) {
        boolean valid = true;
        for (String file : files) {
            valid &= check(file);
        }
        return valid ? 0 : 1;
    }

    private boolean check(String file) {
        try {
            check(read(file), options);
            out.println(file + ": valid");
            return true;
        } catch (AdqlException e) {
            out.println(file + ":" + e.line() + ":" + e.column() + ": " + e.reason());
        } catch (CharacterCodingException e) {
            out.println(file + ":1:1: the file is not UTF-8 text");
        } catch (IOException e) {
            out.println(file + ":1:1: the file cannot be read");
        }
        return false;
    }

    /**
     * Checks one query.
     *
     * @throws AdqlException if it is not valid
     */
    public static void check(String text, Options options) throws AdqlException {
        if (options.schema().isPresent()) {
            Adql.check(text, options.schema().get(), options.udfs());
        } else {
            QueryParser.parse(text, AdqlLimits.DEFAULT, new DeclaredFunctions(options.udfs(), true));
        }
    }

    /** The text of a file, one character more than the limit at most, so that a longer one is refused by the parser. */
    private String read(String file) throws IOException {
        int most = 4 * AdqlLimits.DEFAULT.maxLength() + 4;
        byte[] bytes;
        if (file.equals(STANDARD_INPUT)) {
            bytes = standardInput.readNBytes(most);
        } else {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                bytes = in.readNBytes(most);
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
