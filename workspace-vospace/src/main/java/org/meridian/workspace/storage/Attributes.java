// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Properties of files and directories, kept with them as extended attributes {@code user.vospace:URI}: they go where the file
 * goes, and programs in datalabs see and set them too, which is why nothing is believed that they say. Pure functions over the
 * file system.
 */
final class Attributes {

    private static final String PREFIX = "vospace:";

    /** What their names begin with in the file system. */
    static final String KEY = "user." + PREFIX;

    private Attributes() {}

    /** All of them, by URI; what is not UTF-8 is left out. */
    static Map<String, String> read(Path file) throws IOException {
        UserDefinedFileAttributeView view = view(file);
        Map<String, String> properties = new TreeMap<>();
        for (String name : view.list()) {
            if (name.startsWith(PREFIX)) {
                value(view, name).ifPresent(value -> properties.put(name.substring(PREFIX.length()), value));
            }
        }
        return properties;
    }

    private static Optional<String> value(UserDefinedFileAttributeView view, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(view.size(name));
        view.read(name, bytes);
        try {
            return Optional.of(UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * Sets some.
     *
     * @param properties values by URI; an empty one for what is to go
     * @throws PropertiesTooLargeException if the file system takes no more with this file
     */
    static void write(Path file, Map<String, Optional<String>> properties) throws IOException {
        UserDefinedFileAttributeView view = view(file);
        for (Map.Entry<String, Optional<String>> each : properties.entrySet()) {
            String name = PREFIX + each.getKey();
            if (each.getValue().isPresent()) {
                write(view, name, each.getValue().get());
            } else if (view.list().contains(name)) {
                view.delete(name);
            }
        }
    }

    private static void write(UserDefinedFileAttributeView view, String name, String value) throws IOException {
        try {
            view.write(name, ByteBuffer.wrap(value.getBytes(UTF_8)));
        } catch (FileSystemException e) {
            throw new PropertiesTooLargeException(e);
        }
    }

    private static UserDefinedFileAttributeView view(Path file) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system keeps no extended attributes");
        }
        return view;
    }
}
