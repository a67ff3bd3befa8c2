// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import java.nio.file.Path;
import java.util.Optional;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Allowance;

/**
 * Keys about files of users.
 *
 * @param folder where their files are; empty: {@code workspaces} in {@code dataDir}
 * @param trashDays how long what was deleted can be had again
 * @param versions how many versions are kept of a file that is replaced; 0 for none
 * @param versionDays for how long
 * @param userGigabytes files of one user at most, where an administrator has set nothing else for him; 0: no limit
 * @param userFiles how many files and folders, likewise
 * @param teamGigabytes files of one team at most, likewise
 * @param teamFiles how many files and folders, likewise
 * @param shareDays how long a share link may be good; 0 for none
 */
public record WorkspaceKeys(
        Optional<Path> folder,
        int trashDays,
        int versions,
        int versionDays,
        long userGigabytes,
        long userFiles,
        long teamGigabytes,
        long teamFiles,
        int shareDays) {

    /** In the data folder, a month in the trash, no limits, links for three months, no versions. */
    static final WorkspaceKeys DEFAULT = new WorkspaceKeys(Optional.empty(), 30, 0, 30, 0, 0, 0, 0, 90);

    private static final long GIGABYTE = 1_000_000_000L;
    private static final long MOST_GIGABYTES = 1_000_000_000L;

    /** All that a file was is listed at once. */
    private static final int MOST_VERSIONS = 1000;

    public WorkspaceKeys {
        GatewayConfig.Limits.positive("workspaces.trashDays", trashDays);
        gigabytes("workspaces.userGigabytes", userGigabytes);
        files("workspaces.userFiles", userFiles);
        gigabytes("workspaces.teamGigabytes", teamGigabytes);
        files("workspaces.teamFiles", teamFiles);
        files("workspaces.shareDays", shareDays);
        ConfigException.require(
                versions >= 0 && versions <= MOST_VERSIONS,
                "workspaces.versions",
                versions,
                "a number up to " + MOST_VERSIONS + ", 0 for none");
        GatewayConfig.Limits.positive("workspaces.versionDays", versionDays);
    }

    private static void gigabytes(String key, long value) {
        ConfigException.require(
                value >= 0 && value <= MOST_GIGABYTES,
                key,
                value,
                "a number up to " + MOST_GIGABYTES + ", 0 for no limit");
    }

    private static void files(String key, long value) {
        ConfigException.require(value >= 0, key, value, "0 or a number above it");
    }

    /** The limits. */
    public Allowance allowance() {
        return new Allowance(size(userGigabytes, userFiles), size(teamGigabytes, teamFiles));
    }

    private static Size size(long gigabytes, long files) {
        return new Size(
                gigabytes == 0 ? Size.UNLIMITED.bytes() : gigabytes * GIGABYTE,
                files == 0 ? Size.UNLIMITED.files() : files);
    }
}
