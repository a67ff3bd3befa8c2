// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * What a fuzzer may do to forms: any body is read, or refused with a message, and its files are gone when the request is
 * closed. A body is the fuzzer's bytes after the first line, which is the Content-Type. {@code .ci/fuzz} runs it under
 * Jazzer.
 */
public final class FormFuzz {
    private static final FormLimits LIMITS = FormLimits.files(1000, 2000, 2);
    private static final Path FOLDER;
    private static final TemporaryFiles DISK;

    static {
        try {
            FOLDER = Files.createTempDirectory("meridian-fuzz");
            DISK = TemporaryFiles.open(FOLDER, 1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FormFuzz() {}

    /** Writes small forms into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        String part = "Content-Disposition: form-data; name=";
        Map<String, String> forms = Map.of(
                "plain", "application/x-www-form-urlencoded; charset=ISO-8859-1\nLANG=ADQL&QUERY=SELECT+%e9",
                "field", "multipart/form-data; boundary=x\n--x\r\n" + part + "\"LANG\"\r\n\r\nADQL\r\n--x--\r\n",
                "file",
                        "multipart/form-data; boundary=\"<<<---x\"\npreamble\r\n--<<<---x\r\n" + part
                                + "UPLOAD\r\n\r\nt,param:p;u,param:q\r\n--<<<---x\r\n" + part
                                + "p; filename=t.csv\r\nContent-Type: text/csv\r\n\r\na,b\r\n--<<<---x\r\n" + part
                                + "q\r\n\r\na\r\n--<<<---x--\r\nepilogue",
                "folded",
                        "multipart/form-data; boundary=x\n--x\r\nContent-Disposition: form-data;\r\n name=\"a\\\"b\""
                                + "\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n\u00e9\r\n--x--");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            Files.writeString(folder.resolve(form.getKey()), form.getValue(), ISO_8859_1);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        int end = 0;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        String type = new String(data, 0, end, ISO_8859_1);
        int start = Math.min(data.length, end + 1);
        InputStream body = new ByteArrayInputStream(data, start, data.length - start);
        try (FormRequest request =
                RequestParameters.ofForm(Optional.of("LANG=ADQL"), Optional.of(type), body, LIMITS, DISK)) {
            for (FormFile file : request.files().values()) {
                if (Files.size(file.path()) > LIMITS.fileBytes()) {
                    throw new IllegalStateException("a file of " + Files.size(file.path()) + " bytes");
                }
            }
        } catch (UsageFault fault) {
            if (fault.message().isBlank() || fault.message().length() > 600) {
                throw new IllegalStateException("a fault that says nothing, or too much: " + fault.message());
            }
        }
        requireNothingLeft();
    }

    private static void requireNothingLeft() throws IOException {
        if (DISK.usedBytes() != 0) {
            throw new IllegalStateException(DISK.usedBytes() + " bytes are still counted");
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(FOLDER)) {
            left.forEach(file -> {
                throw new IllegalStateException("left on the disk: " + file);
            });
        }
    }
}
