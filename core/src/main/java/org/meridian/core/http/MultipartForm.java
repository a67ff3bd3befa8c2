// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.TemporaryFiles.TemporaryFile;

/**
 * A {@code multipart/form-data} body (RFC 7578), read as it comes: parameters into memory, files onto the disk. Which part is
 * which is known at the end only, when the values of UPLOAD are: what has no file name goes to memory until it is too long
 * for a parameter. Closing deletes the files unless {@link #request} has handed them over. Not thread-safe.
 */
final class MultipartForm implements AutoCloseable {
    private static final int HEADER_BYTES = 8192;
    private static final int BOUNDARY_CHARACTERS = 200;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final Pattern CONTROL = Pattern.compile("[^\\x20-\\x7e]");
    private static final Pattern FOLDED = Pattern.compile("\r\n[ \t]+");
    /** In which content is what it is (RFC 2045, section 6.2). */
    private static final Set<String> PLAIN_ENCODINGS = Set.of("7bit", "8bit", "binary");
    /** What an UPLOAD names as a part of the request (DALI 1.1, section 3.4.5). */
    private static final Pattern UPLOADED_PART = Pattern.compile(",\\s*param:([^;]+)");

    private final String boundary;
    private final BoundedStream body;
    private final MultipartInput input;
    private final FormLimits limits;
    private final TemporaryFiles disk;
    private final List<Part> parts = new ArrayList<>();
    private final List<TemporaryFile> files = new ArrayList<>();
    private long parameterBytes;
    private boolean handedOver;

    /** A part: either {@code content} or {@code file} has what it says. */
    private record Part(
            String name,
            Optional<String> filename,
            Optional<String> contentType,
            byte[] content,
            Optional<TemporaryFile> file) {}

    MultipartForm(InputStream body, String contentType, FormLimits limits, TemporaryFiles disk) throws IOException {
        this.limits = limits;
        this.disk = disk;
        this.boundary = boundary(contentType);
        this.body = new BoundedStream(body, limits.bodyBytes());
        // As if after a line: the first boundary then is one like the others.
        InputStream lines = new SequenceInputStream(new ByteArrayInputStream(LINE_END), this.body);
        this.input = MultipartInput.builder()
                .setInputStream(new UnpaddedBoundaries(lines, ("\r\n--" + boundary).getBytes(ISO_8859_1)))
                .setBoundary(boundary.getBytes(ISO_8859_1))
                .setMaxPartHeaderSize(HEADER_BYTES)
                .get();
        // Names as browsers and clients send them; what is not UTF-8 there becomes a replacement character.
        input.setHeaderCharset(UTF_8);
    }

    private static String boundary(String contentType) {
        String boundary = parameters(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > BOUNDARY_CHARACTERS) {
            throw new UsageFault("multipart/form-data needs a boundary of 1 to " + BOUNDARY_CHARACTERS + " characters");
        }
        return boundary;
    }

    private static Map<String, String> parameters(String header) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser.parse(header, ';');
    }

    /**
     * Reads the body to its end.
     *
     * @throws UsageFault if it is broken or too large
     * @throws IOException if the client stops sending, or the disk fails
     */
    void read() throws IOException {
        skipPreamble();
        try {
            boolean more = input.readBoundary();
            while (more) {
                if (parts.size() == limits.parts()) {
                    throw new UsageFault(
                            "the multipart body has more than " + limits.parts() + " parts; send fewer parameters");
                }
                readPart(input.readHeaders());
                more = input.readBoundary();
            }
        } catch (FileUploadSizeException e) {
            throw new UsageFault(
                    "the headers of a part of the multipart body have more than " + HEADER_BYTES + " bytes");
        } catch (MalformedStreamException e) {
            body.requireWhole();
            throw new UsageFault("the multipart body does not end with its boundary, a line --" + shown()
                    + "--: it was cut" + " off, or its lines do not end with CR LF");
        }
    }

    private void skipPreamble() throws IOException {
        try {
            input.discardBodyData();
        } catch (MalformedStreamException e) {
            body.requireWhole();
            throw new UsageFault(
                    body.count == 0
                            ? "the body of the request is empty; Content-Type announces multipart/form-data"
                            : "the multipart body nowhere has its boundary, a line --" + shown()
                                    + " as Content-Type announces it");
        }
    }

    private String shown() {
        return RequestParameters.shortened(CONTROL.matcher(boundary).replaceAll("?"));
    }

    private void readPart(String block) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : FOLDED.matcher(block).replaceAll(" ").split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        Map<String, String> disposition = parameters(headers.getOrDefault("content-disposition", ""));
        String name = disposition.get("name");
        if (name == null || !disposition.containsKey("form-data")) {
            throw new UsageFault("a part of the multipart body has no name; each needs the header"
                    + " Content-Disposition: form-data; name=\"...\"");
        }
        requirePlain(name, headers.getOrDefault("content-transfer-encoding", "binary"));
        Optional<String> filename = disposition.containsKey("filename")
                ? Optional.ofNullable(disposition.get("filename")).or(() -> Optional.of(""))
                : Optional.empty();
        read(name.replace("\\\"", "\""), filename, Optional.ofNullable(headers.get("content-type")));
    }

    /** RFC 7578, section 4.7: the field is not to be used; what it says of unchanged content does no harm. */
    private static void requirePlain(String name, String encoding) {
        if (!PLAIN_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new UsageFault("the part " + RequestParameters.shortened(name)
                    + " of the multipart body has Content-Transfer-Encoding "
                    + RequestParameters.shortened(CONTROL.matcher(encoding).replaceAll("?"))
                    + ", which is not decoded here; send it as it is, without that header (RFC 7578, section 4.7)");
        }
    }

    private void read(String name, Optional<String> filename, Optional<String> contentType) throws IOException {
        try (InputStream in = input.newInputStream()) {
            int room = (int) Math.max(0, limits.parameterBytes() - parameterBytes);
            boolean named = filename.isPresent() && limits.fileBytes() > 0;
            byte[] start = named ? new byte[0] : in.readNBytes(room + 1);
            boolean isFile = named || start.length > room;
            if (isFile && limits.fileBytes() == 0) {
                throw RequestParameters.tooLarge(limits);
            }
            Optional<TemporaryFile> file = isFile ? Optional.of(newFile()) : Optional.empty();
            parts.add(new Part(name, filename, contentType, isFile ? new byte[0] : start, file));
            if (file.isPresent()) {
                String tooLarge = "the part " + RequestParameters.shortened(name) + " of the request has more than "
                        + limits.fileBytes() + " bytes; send fewer rows or columns, or a compressed or binary format";
                try (OutputStream out = file.get().write(limits.fileBytes(), tooLarge)) {
                    out.write(start);
                    in.transferTo(out);
                }
            } else {
                parameterBytes += start.length;
            }
        }
    }

    /**
     * The request. From now on the files are the caller's.
     *
     * @param parameters those of the URL, to be completed
     */
    FormRequest request(RequestParameters parameters) throws IOException {
        Set<String> uploaded = uploadedParts(parameters);
        Map<String, FormFile> result = new LinkedHashMap<>();
        for (Part part : parts) {
            boolean isUpload = uploaded.contains(part.name);
            if (!isUpload && part.file.isEmpty()) {
                parameters.addPart(part.name, part.content, part.contentType.orElse(""));
                continue;
            }
            TemporaryFile file = part.file.isPresent() ? part.file.get() : stored(part.content);
            if (!isUpload && parameterBytes + file.size() <= limits.parameterBytes()) {
                parameterBytes += file.size();
                parameters.addPartIfText(part.name, Files.readAllBytes(file.path()), part.contentType.orElse(""));
            }
            if (result.put(part.name, new FormFile(file.path(), part.filename, part.contentType)) != null && isUpload) {
                throw new UsageFault("the request has two parts " + RequestParameters.shortened(part.name)
                        + "; give each uploaded table a part of its own name");
            }
        }
        handedOver = true;
        return new FormRequest(
                parameters.values(), Optional.of(parts.stream().map(Part::name).toList()), result, files);
    }

    private Set<String> uploadedParts(RequestParameters parameters) {
        RequestParameters known = parameters.copy();
        parts.stream()
                .filter(part -> part.file.isEmpty() && part.name.equalsIgnoreCase("UPLOAD"))
                .forEach(part -> known.addPart(part.name, part.content, part.contentType.orElse("")));
        return DaliParameters.of(known.values()).uploads().stream()
                .flatMap(upload -> UPLOADED_PART.matcher(upload).results())
                .map(match -> match.group(1).strip())
                .collect(Collectors.toSet());
    }

    private TemporaryFile stored(byte[] content) throws IOException {
        TemporaryFile file = newFile();
        try (OutputStream out =
                file.write(limits.fileBytes(), "a part has more than " + limits.fileBytes() + " bytes")) {
            out.write(content);
        }
        return file;
    }

    private TemporaryFile newFile() throws IOException {
        TemporaryFile file = disk.newFile();
        files.add(file);
        return file;
    }

    @Override
    public void close() {
        if (!handedOver) {
            TemporaryFiles.closeAll(files);
        }
    }

    /** Counts what is read of the body, and remembers if that failed: some readers take it for the end. */
    private static final class BoundedStream extends FilterInputStream {
        private final long limit;
        private long count;
        private Optional<IOException> failure = Optional.empty();

        BoundedStream(InputStream body, long limit) {
            super(body);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int read = in.read(bytes, offset, length);
                add(Math.max(0, read));
                return read;
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }

        /** @throws IOException with which reading failed, if it did */
        void requireWhole() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }

        private void add(int read) {
            count += read;
            if (count > limit) {
                throw new UsageFault("the body of the request has more than " + limit + " bytes; send fewer or smaller"
                        + " tables, or name them by URL");
            }
        }
    }
}
