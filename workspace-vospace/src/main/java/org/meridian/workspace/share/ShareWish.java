// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * What somebody wants a link for. Immutable.
 *
 * @param path of a file or container
 * @param lifetime how long it is to be good; empty for as long as is usual
 * @param password that it is to need
 * @param downloads how many it is to be good for; empty for any number
 * @param comment for its maker himself, one line
 */
public record ShareWish(
        NodePath path,
        Optional<Duration> lifetime,
        Optional<String> password,
        Optional<Long> downloads,
        String comment) {

    /** Shortest password: those who have the link may guess it. */
    static final int SHORTEST_PASSWORD = 8;

    private static final int LONGEST_TEXT = 200;
    private static final long MOST_DOWNLOADS = 1_000_000;
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([dh])");

    /** @throws VospaceFault InvalidArgument for what cannot be wanted */
    public ShareWish {
        password.ifPresent(text -> require(
                text.length() >= SHORTEST_PASSWORD && text.length() <= LONGEST_TEXT,
                "a password of a link has " + SHORTEST_PASSWORD + " to " + LONGEST_TEXT + " characters"));
        downloads.ifPresent(number ->
                require(number >= 1 && number <= MOST_DOWNLOADS, "downloads is a number from 1 to " + MOST_DOWNLOADS));
        require(
                comment.length() <= LONGEST_TEXT && comment.chars().noneMatch(Character::isISOControl),
                "a comment is one line of at most " + LONGEST_TEXT + " characters");
        lifetime.ifPresent(time -> require(time.isPositive(), "a link cannot have ended before it is made"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new VospaceFault(Name.InvalidArgument, otherwise);
        }
    }

    /**
     * The time until something ends.
     *
     * @param text days or hours, as in {@code 7d} or {@code 12h}, or a moment as in {@code 2030-01-31T12:00:00Z}
     * @throws VospaceFault InvalidArgument if it is neither
     */
    public static Duration lifetime(String text, Instant now) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            long number = Long.parseLong(span.group(1));
            return span.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
        }
        try {
            return Duration.between(now, Instant.parse(text));
        } catch (DateTimeException e) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    "expires is a number of days or hours, as in 7d or 12h, or a moment, as in 2030-01-31T12:00:00Z");
        }
    }

    /**
     * A number of downloads.
     *
     * @throws VospaceFault InvalidArgument if it is none
     */
    public static long downloads(String text) {
        require(text.matches("[0-9]{1,9}"), "downloads is a number from 1 to " + MOST_DOWNLOADS);
        return Long.parseLong(text);
    }
}
