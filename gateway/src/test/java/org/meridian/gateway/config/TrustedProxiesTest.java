// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | 198.51.100.1 | 192.0.2.1",
                "127.0.0.1 | 198.51.100.1 | 198.51.100.1",
                "127.0.0.1 | 198.51.100.1, 198.51.100.2 | 198.51.100.2",
                "127.0.0.1 | 198.51.100.1, 10.1.2.3 | 198.51.100.1",
                "10.2.0.1 | 198.51.100.1 | 10.2.0.1",
                "127.0.0.1 | 198.51.100.1:4711 | 198.51.100.1",
                "127.0.0.1 | \"[2001:db8::1]:80\" | 2001:db8:0:0:0:0:0:1",
                "127.0.0.1 | 2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "10.1.9.9 | unknown | 10.1.9.9",
                "10.1.9.9 | localhost.example.org | 10.1.9.9"
            })
    void believesOnlyWhomItTrusts(String peer, String forwarded, String client) throws Exception {
        TrustedProxies proxies = TrustedProxies.of("127.0.0.1, 10.1.0.0/16, ::1");
        List<String> chain = Arrays.asList(forwarded.split(", ", -1));
        assertEquals(client, proxies.client(InetAddress.getByName(peer), chain).orElse(""));
    }

    @Test
    void countsNobodyOnThisMachine() throws Exception {
        assertTrue(TrustedProxies.NONE
                .client(InetAddress.getByName("127.0.0.1"), List.of("198.51.100.1"))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/",
                "1.2.3.4,",
                "::/129",
                "1.2.3.4.5",
                "proxy.example.org"
            })
    void refusesWhatIsNoAddress(String list) {
        assertFalse(TrustedProxies.isList(list));
    }
}
