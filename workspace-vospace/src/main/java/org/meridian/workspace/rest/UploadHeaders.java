// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.space.PartChecksum;
import org.meridian.workspace.space.PartChecksum.Algorithm;
import org.meridian.workspace.store.UploadRecord.Wish;

/** What headers say of an upload (tus 1.0.0). Pure functions. */
final class UploadHeaders {

    /** Algorithms of checksums, by their names in the protocol. */
    static final Map<String, Algorithm> ALGORITHMS =
            Map.of("sha1", Algorithm.SHA1, "md5", Algorithm.MD5, "sha256", Algorithm.SHA256);

    private static final String PART = "application/offset+octet-stream";

    private UploadHeaders() {}

    /**
     * What is to become of an upload: the length, the metadata and the conditions of a request.
     *
     * @throws VospaceFault InvalidArgument, InvalidURI
     */
    static Wish wish(ContainerRequestContext request, VosUri uris) {
        for (String unknown : new String[] {"Upload-Defer-Length", "Upload-Concat"}) {
            if (request.getHeaderString(unknown) != null) {
                throw new VospaceFault(
                        Name.InvalidArgument,
                        unknown + " is not understood here: say the length of the file in Upload-Length");
            }
        }
        String said =
                Optional.ofNullable(request.getHeaderString("Upload-Metadata")).orElse("");
        Map<String, String> metadata = metadata(said);
        Sent conditions = FileExchange.sent(request, Optional.empty());
        return new Wish(
                path(metadata, uris),
                number(request, "Upload-Length"),
                said,
                Optional.ofNullable(metadata.get("filetype")).filter(MediaTypes::isOne),
                checksum(metadata, "md5", 16),
                checksum(metadata, "sha256", 32),
                conditions.ifMatch(),
                conditions.onlyNew(),
                conditions.unmodifiedSince());
    }

    /** A number that must be said. */
    static long number(ContainerRequestContext request, String header) {
        String text = request.getHeaderString(header);
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw new VospaceFault(Name.InvalidArgument, "the header " + header + " is a number of bytes");
        }
        return Long.parseLong(text);
    }

    /** Keys and values: {@code key base64,key base64,key}. */
    private static Map<String, String> metadata(String header) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
            String[] parts = pair.strip().split(" +", -1);
            if (parts[0].isEmpty() || parts.length > 2 || all.containsKey(parts[0])) {
                throw new VospaceFault(
                        Name.InvalidArgument,
                        "the header Upload-Metadata is a list, with commas between, of different keys, each with a space and"
                                + " its value in Base64");
            }
            all.put(parts[0], parts.length == 1 ? "" : text(parts[1]));
        }
        return all;
    }

    private static String text(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new VospaceFault(Name.InvalidArgument, "a value in the header Upload-Metadata is not Base64");
        }
    }

    private static NodePath path(Map<String, String> metadata, VosUri uris) {
        Optional<String> path = Optional.ofNullable(metadata.get("path"));
        Optional<String> folder = Optional.ofNullable(metadata.get("folder"));
        Optional<String> name = Optional.ofNullable(metadata.get("filename"));
        try {
            if (path.isPresent()) {
                return node(path.get(), uris);
            }
            if (folder.isPresent() && name.isPresent()) {
                return node(folder.get(), uris).child(name.get());
            }
        } catch (InvalidPathException e) {
            throw new VospaceFault(Name.InvalidURI, String.valueOf(e.getMessage()));
        }
        throw new VospaceFault(
                Name.InvalidArgument,
                "the header Upload-Metadata says where the file is to go: as path, such as /home/ada/image.fits, or as folder"
                        + " and filename");
    }

    private static NodePath node(String text, VosUri uris) {
        return text.startsWith("vos:") ? uris.path(text) : NodePath.of(text);
    }

    private static Optional<byte[]> checksum(Map<String, String> metadata, String key, int length) {
        return Optional.ofNullable(metadata.get(key)).map(text -> {
            if (!text.matches("[0-9A-Fa-f]{" + 2 * length + "}")) {
                throw new VospaceFault(
                        Name.InvalidArgument,
                        key + " in the header Upload-Metadata has " + 2 * length + " hexadecimal digits");
            }
            return HexFormat.of().parseHex(text);
        });
    }

    /** The checksum of a part: {@code algorithm base64}. */
    static Optional<PartChecksum> checksum(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString("Upload-Checksum")).map(header -> {
            String[] parts = header.strip().split(" ", -1);
            Algorithm algorithm = ALGORITHMS.get(parts[0]);
            if (parts.length != 2 || algorithm == null) {
                throw new VospaceFault(
                        Name.InvalidArgument,
                        "the header Upload-Checksum is sha1, md5 or sha256, a space, and the checksum in Base64");
            }
            byte[] digest = bytes(parts[1]);
            if (digest.length != algorithm.begin().getDigestLength()) {
                throw new VospaceFault(
                        Name.InvalidArgument,
                        "a checksum by " + parts[0] + " has "
                                + algorithm.begin().getDigestLength() + " bytes, in Base64");
            }
            return new PartChecksum(algorithm, digest);
        });
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Whether the body of a request is a part of a file. */
    static boolean hasPart(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE))
                .filter(type -> type.strip().equalsIgnoreCase(PART))
                .isPresent();
    }

    /** Makes sure that it is. */
    static void requirePart(ContainerRequestContext request) {
        if (!hasPart(request)) {
            throw UsageFault.unsupportedMediaType("a part of a file has the Content-Type " + PART);
        }
    }
}
