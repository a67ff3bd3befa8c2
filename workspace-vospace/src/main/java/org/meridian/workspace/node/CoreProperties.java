// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.node;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Properties that mean something here (VOSpace 2.1, section 3.2.4); all others are texts that are kept. */
public final class CoreProperties {

    private static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final String OURS = "ivo://org.meridian/vospace/core#";

    /** Bytes of a file; of a container, as OpenCADC's client shows it, of all that was in it when it was last counted. */
    public static final String LENGTH = CORE + "length";
    /** MD5 of its bytes, hexadecimal. */
    public static final String MD5 = CORE + "MD5";
    /** When its bytes last changed, ISO 8601 in UTC: as clients know it. */
    public static final String DATE = CORE + "date";
    /** The same by its newer name. */
    public static final String MTIME = CORE + "mtime";
    /** When anything of it last changed. */
    public static final String CTIME = CORE + "ctime";
    /** When it was made. */
    public static final String BTIME = CORE + "btime";
    /** Whose it is. */
    public static final String CREATOR = CORE + "creator";
    /** Media type of its bytes. */
    public static final String TYPE = CORE + "type";
    /** Groups that may read it, separated by spaces. */
    public static final String GROUP_READ = CORE + "groupread";
    /** Groups that may read and write it, likewise. */
    public static final String GROUP_WRITE = CORE + "groupwrite";
    /** Whether everybody may read it. */
    public static final String PUBLIC_READ = CORE + "publicread";
    /** The same as OpenCADC's client calls it. */
    public static final String IS_PUBLIC = CORE + "ispublic";
    /** Whether nobody may change it, as OpenCADC's client calls it. */
    public static final String IS_LOCKED = "ivo://cadc.nrc.ca/vospace/core#islocked";

    /** Of a container: how many files and folders were in it, however deep, when it was last counted. */
    public static final String FILES = OURS + "files";
    /** Of a workspace: how many bytes its account may have. */
    public static final String QUOTA = CORE + "quota";
    /** How many of them are left. */
    public static final String AVAILABLE_SPACE = CORE + "availableSpace";
    /** Of a workspace: how many files and folders its account may have. */
    public static final String FILE_QUOTA = OURS + "filequota";
    /** How many bytes it has, in all its workspaces and in the trash. */
    public static final String USED_BYTES = OURS + "usedbytes";
    /** How many files and folders, likewise. */
    public static final String USED_FILES = OURS + "usedfiles";
    /** When these were last counted. */
    public static final String COUNTED = OURS + "counted";

    /** Of containers those that change by themselves: whoever sends them back has not meant them. */
    public static final Set<String> OF_ROOM =
            Set.of(FILES, QUOTA, AVAILABLE_SPACE, FILE_QUOTA, USED_BYTES, USED_FILES, COUNTED);

    /** Those that nobody but the service sets. */
    public static final Set<String> READ_ONLY = Stream.concat(
                    OF_ROOM.stream(), Stream.of(LENGTH, MD5, DATE, MTIME, CTIME, BTIME, CREATOR))
            .collect(Collectors.toUnmodifiableSet());

    /** Those that clients set and that mean something to the service. */
    public static final List<String> UNDERSTOOD =
            List.of(TYPE, GROUP_READ, GROUP_WRITE, PUBLIC_READ, IS_PUBLIC, IS_LOCKED);

    private static final int LONGEST_URI = 200;

    private CoreProperties() {}

    /**
     * Whether it can be the name of a property: an absolute URI of at most 200 ASCII characters; or, as OpenCADC's client (vos
     * 3.7) has them, a word.
     */
    public static boolean isName(String uri) {
        if (uri.length() > LONGEST_URI || !uri.matches("[!-~]+")) {
            return false;
        }
        if (uri.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            return true;
        }
        try {
            return new URI(uri).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether it is the name of a property that means nothing here: whoever may change the node may say what he likes by it. */
    public static boolean isFree(String uri) {
        return isName(uri) && !READ_ONLY.contains(uri) && !UNDERSTOOD.contains(uri);
    }
}
