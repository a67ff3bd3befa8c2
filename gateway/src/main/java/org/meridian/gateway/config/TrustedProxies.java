// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proxies whose word on a client's address is taken. Immutable.
 *
 * @param networks theirs; none where nobody is trusted
 */
public record TrustedProxies(List<Network> networks) {

    /** Nobody is trusted. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Letters of which IP addresses consist: never a name, which would be looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /**
     * Addresses that agree in their first bits.
     *
     * @param address any of them
     * @param bits how many
     */
    public record Network(InetAddress address, int bits) {

        boolean contains(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                if (((mine[i / 8] ^ theirs[i / 8]) & 0x80 >> i % 8) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether {@code list} can be read. */
    static boolean isList(String list) {
        return Arrays.stream(list.split(",", -1)).allMatch(item -> network(item.strip()) != null);
    }

    /**
     * Reads addresses and networks such as {@code 127.0.0.1, 10.1.0.0/16, ::1}.
     *
     * @throws IllegalArgumentException if one is none
     */
    public static TrustedProxies of(String list) {
        List<Network> networks = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            Network network = network(item.strip());
            if (network == null) {
                throw new IllegalArgumentException("not an IP address or network: " + item);
            }
            networks.add(network);
        }
        return new TrustedProxies(networks);
    }

    private static @Nullable Network network(String item) {
        String[] parts = item.split("/", 2);
        Optional<InetAddress> address = address(parts[0]);
        if (address.isEmpty()) {
            return null;
        }
        int most = address.get().getAddress().length * 8;
        if (parts.length == 1) {
            return new Network(address.get(), most);
        }
        boolean number = parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= most;
        return number ? new Network(address.get(), Integer.parseInt(parts[1])) : null;
    }

    /** An IP address from its text; empty if it is none. */
    private static Optional<InetAddress> address(String text) {
        try {
            return ADDRESS.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Where a request comes from: the peer, or, where that is a trusted proxy, the last address in the chain that is not.
     *
     * @param peer who sent the request
     * @param forwarded addresses as the proxies noted them, the client's first: the {@code for} of {@code Forwarded} (RFC
     *     7239) or the items of {@code X-Forwarded-For}
     * @return the address; empty for this machine itself
     */
    public Optional<String> client(InetAddress peer, List<String> forwarded) {
        InetAddress client = peer;
        for (int i = forwarded.size() - 1; i >= 0 && isTrusted(client); i--) {
            Optional<InetAddress> before = address(withoutPort(forwarded.get(i)));
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
        }
        return client.isLoopbackAddress() ? Optional.empty() : Optional.of(client.getHostAddress());
    }

    /** Whether a peer's word is taken. */
    public boolean isTrusted(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** {@code 192.0.2.1:8080} and {@code "[2001:db8::1]:8080"} without their port. */
    private static String withoutPort(String text) {
        String bare = text.strip().replace("\"", "");
        if (bare.startsWith("[")) {
            return bare.substring(1).replaceFirst("\\].*", "");
        }
        return bare.indexOf(':') == bare.lastIndexOf(':') ? bare.replaceFirst(":.*", "") : bare;
    }
}
