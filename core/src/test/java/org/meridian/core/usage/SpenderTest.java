// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Subject;

class SpenderTest {

    @Test
    void takesAUserForOneWhereverHeIs() {
        Subject ada = new Subject(Optional.of("ada"), Set.of("gaia"), Set.of(), Subject.Credential.LOGIN);
        Spender spender = Spender.of(ada, Optional.of("192.0.2.1"));
        assertEquals("user:ada", spender.account());
        assertEquals(Set.of("gaia"), spender.groups());
        assertEquals(spender, Spender.of(ada, Optional.empty()));
        assertFalse(spender.isLocal());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, address:192.0.2.1",
        "2001:db8:1:2:3:4:5:6, address:2001:db8:1:2",
        "2001:db8:1:2:ffff:0:0:1, address:2001:db8:1:2",
        "2001:db8:1:3:0:0:0:1, address:2001:db8:1:3",
        "2001:db8:1:3::1, address:2001:db8:1:3",
        "2001:db8::1, address:2001:db8",
        "::ffff:192.0.2.1, address:::ffff:192.0.2.1"
    })
    void takesAnAddressOrItsNetworkForOne(String address, String account) {
        assertEquals(
                account, Spender.of(Subject.ANONYMOUS, Optional.of(address)).account());
    }

    @Test
    void hasOneAccountForThisMachine() {
        Spender local = Spender.of(Subject.ANONYMOUS, Optional.empty());
        assertTrue(local.isLocal());
        assertEquals("address:unknown", local.account());
    }
}
