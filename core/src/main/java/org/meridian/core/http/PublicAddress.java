// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Which addresses lie in the public Internet (IANA's registries of special-purpose addresses, RFC 6890). A service that
 * fetches what strangers name must not reach others: they are its own machine and network. Pure functions.
 */
final class PublicAddress {

    /** A block of IPv4 addresses. */
    private record Block(int first, int prefix, String what) {
        boolean holds(int address) {
            int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
            return (address & mask) == first;
        }
    }

    private static final Block[] SPECIAL = {
        block(0, 0, 0, 8, "local (0.0.0.0/8)"),
        block(10, 0, 0, 8, "private"),
        block(100, 64, 0, 10, "private (shared by a provider)"),
        block(127, 0, 0, 8, "loopback"),
        block(169, 254, 0, 16, "link-local"),
        block(172, 16, 0, 12, "private"),
        block(192, 0, 0, 24, "reserved"),
        block(192, 0, 2, 24, "reserved"),
        block(192, 88, 99, 24, "reserved"),
        block(192, 168, 0, 16, "private"),
        block(198, 18, 0, 15, "reserved"),
        block(198, 51, 100, 24, "reserved"),
        block(203, 0, 113, 24, "reserved"),
        block(224, 0, 0, 4, "multicast"),
        block(240, 0, 0, 4, "reserved"),
    };

    private PublicAddress() {}

    private static Block block(int a, int b, int c, int prefix, String what) {
        return new Block(a << 24 | b << 16 | c << 8, prefix, what);
    }

    /** Why an address is not public, in a word or two; empty if it is. */
    static Optional<String> objection(InetAddress address) {
        // Java gives IPv4-mapped addresses as the IPv4 addresses they are.
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            int number = bytes[0] << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
            for (Block block : SPECIAL) {
                if (block.holds(number)) {
                    return Optional.of(block.what);
                }
            }
            return Optional.empty();
        }
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        int second = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        if (address.isLoopbackAddress()) {
            return Optional.of("loopback");
        } else if (address.isLinkLocalAddress()) {
            return Optional.of("link-local");
        } else if (address.isMulticastAddress()) {
            return Optional.of("multicast");
        } else if ((first & 0xFE00) == 0xFC00 || address.isSiteLocalAddress()) {
            return Optional.of("private (unique-local)");
        } else if ((first & 0xE000) != 0x2000) {
            // Outside of 2000::/3 nothing is global: unspecified, IPv4 in other forms, NAT64, discard.
            return Optional.of("reserved");
        }
        // Teredo and other protocol assignments, documentation, 6to4 (an IPv4 address in disguise).
        boolean reserved = first == 0x2001 && (second < 0x200 || second == 0xDB8) || first == 0x2002 || first == 0x3FFF;
        return reserved ? Optional.of("reserved") : Optional.empty();
    }
}
