// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code meridian vos explain} with a service that answers as this gateway does. */
@Timeout(60)
class VosExplainCommandTest {

    private static final String RIGHTS =
            "{\"uri\": \"vos://x~vospace/home/ada/a\", \"you\": {\"read\": {\"allowed\": true,"
                    + " \"why\": \"readable by gaia, as /home/ada says\"}, \"write\": {\"allowed\": false, \"why\": \"changing /home/ada/a"
                    + " needs ada; you are bob\"}}, \"rules\": [\"owned by ada, as /home/ada is\", \"readable by gaia, as /home/ada says\"]}";

    private static void answer(HttpExchange exchange) throws IOException {
        boolean known = exchange.getRequestURI().getRawPath().endsWith("/home/ada/a%20b");
        byte[] answer = (known ? RIGHTS : "NodeNotFound there is no /none").getBytes(UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void saysTheRulesAndWhatYouMay() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/vospace/rights/", VosExplainCommandTest::answer);
        server.start();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String service = "http://localhost:" + server.getAddress().getPort() + "/vospace";
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("vos", "explain", "--service", service, "--token", "t", "vos:/home/ada/a b", "vos:/none");
        server.stop(0);

        assertEquals(1, code);
        assertEquals("""
                vos:/home/ada/a b:
                  owned by ada, as /home/ada is
                  readable by gaia, as /home/ada says
                  you may read: readable by gaia, as /home/ada says
                  you may not write: changing /home/ada/a needs ada; you are bob
                """, out.toString());
        assertTrue(err.toString().contains("there is no /none"), err.toString());
    }
}
