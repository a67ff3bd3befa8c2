// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meridian.core.auth.gms.GroupIdentifier;

/**
 * Keys about groups.
 *
 * @param teamsPerUser how many groups of his own a user may make; 0 for none
 * @param identifier IVOID of this gateway's group membership service
 * @param remoteServices those of others, as {@code IVOID=URL}, apart by blanks
 */
public record GroupKeys(int teamsPerUser, Optional<String> identifier, Optional<String> remoteServices) {

    /** A token must not be read on its way; on this machine nobody else reads it. */
    private static final Pattern REMOTE =
            Pattern.compile("(ivo://[^=\\s?#]+)=((?:https://|http://(?:localhost|127\\.0\\.0\\.1)[:/])[^\\s#@?]+)");

    public GroupKeys {
        ConfigException.require(teamsPerUser >= 0, "groups.teamsPerUser", teamsPerUser, "0 or a number above it");
        identifier.ifPresent(text -> ConfigException.require(
                GroupIdentifier.isService(text), "groups.identifier", text, "an IVOID such as ivo://example.org/gms"));
        remoteServices.ifPresent(text -> ConfigException.require(
                entries(text).allMatch(GroupKeys::isRemote),
                "groups.remoteServices",
                text,
                "a list such as ivo://example.org/gms=https://example.org/gms/search, apart by blanks; https, or http on"
                        + " this machine"));
    }

    private static Stream<String> entries(String text) {
        return Arrays.stream(text.strip().split("\\s+"));
    }

    private static boolean isRemote(String entry) {
        Matcher parts = REMOTE.matcher(entry);
        return parts.matches() && GroupIdentifier.isService(parts.group(1));
    }

    /** The access URLs of other services, by their IVOIDs. */
    public Map<String, URI> remotes() {
        Map<String, URI> remotes = new TreeMap<>();
        remoteServices.ifPresent(text -> entries(text).map(REMOTE::matcher).forEach(parts -> {
            if (parts.matches()) {
                remotes.put(parts.group(1), URI.create(parts.group(2)));
            }
        }));
        return remotes;
    }
}
