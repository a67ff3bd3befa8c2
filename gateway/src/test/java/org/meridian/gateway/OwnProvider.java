// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.meridian.core.auth.TestSecrets;

/** An OpenID provider that signs in whoever {@link #user} is, without asking, and can be told to misbehave. */
final class OwnProvider implements AutoCloseable {

    static final String CLIENT = "meridian";
    static final String CLIENT_SECRET = TestSecrets.note("a secret with: odd & signs");
    static final String AUDIENCE = "https://archive.example.org/api";

    /** Makes a token of claims. */
    @FunctionalInterface
    interface Signing {
        String sign(JWTClaimsSet claims) throws JOSEException;
    }

    private record Code(String challenge, String nonce, Map<String, Object> user) {}

    private final HttpServer server;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> refreshTokens = new ConcurrentHashMap<>();

    volatile RSAKey key;
    volatile Map<String, Object> user = Map.of("sub", "nobody");
    volatile UnaryOperator<JWTClaimsSet.Builder> idTokenChange = claims -> claims;
    volatile Signing idTokenSigning = this::signed;
    volatile boolean down;
    volatile boolean refusesRefresh;
    volatile int tokenRequests;

    OwnProvider() throws Exception {
        key = newKey();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (down) {
                answer(exchange, 500, "text/plain", "down");
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration", "/other/.well-known/openid-configuration" ->
                    answer(exchange, 200, "application/json", metadata());
                case "/jwks" -> answer(exchange, 200, "application/json", new JWKSet(key.toPublicJWK()).toString());
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                default -> answer(exchange, 404, "text/plain", "nothing");
            }
        } catch (JOSEException | java.text.ParseException | com.nimbusds.oauth2.sdk.ParseException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String metadata() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/jwks", "end_session_endpoint": "%1$s/end?a=b", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
                """.formatted(issuer());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, List<String>> query =
                URLUtils.parseParameters(exchange.getRequestURI().getRawQuery());
        if (!query.get("code_challenge_method").equals(List.of("S256"))
                || !query.get("response_type").equals(List.of("code"))
                || !query.get("client_id").equals(List.of(CLIENT))) {
            answer(exchange, 400, "text/plain", "no such request");
            return;
        }
        String code = TestSecrets.note(UUID.randomUUID().toString());
        codes.put(
                code,
                new Code(
                        query.get("code_challenge").getFirst(),
                        query.get("nonce").getFirst(),
                        user));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri").getFirst() + "?code=" + code + "&state="
                                + query.get("state").getFirst());
        exchange.sendResponseHeaders(303, -1);
    }

    private void token(HttpExchange exchange)
            throws IOException, JOSEException, java.text.ParseException, com.nimbusds.oauth2.sdk.ParseException {
        tokenRequests++;
        Map<String, List<String>> form =
                URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String basic = Base64.getEncoder()
                .encodeToString((CLIENT + ":" + java.net.URLEncoder.encode(CLIENT_SECRET, UTF_8)).getBytes(UTF_8));
        if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "application/json", "{\"error\": \"invalid_client\"}");
            return;
        }
        if (form.get("grant_type").equals(List.of("refresh_token"))) {
            Optional<Map<String, Object>> known = Optional.ofNullable(
                    refreshTokens.remove(form.get("refresh_token").getFirst()));
            if (known.isEmpty() || refusesRefresh) {
                answer(exchange, 400, "application/json", "{\"error\": \"invalid_grant\"}");
            } else {
                answer(exchange, 200, "application/json", tokens(user, Optional.empty()));
            }
            return;
        }
        Optional<Code> code = Optional.ofNullable(codes.remove(form.get("code").getFirst()));
        CodeVerifier verifier = new CodeVerifier(form.get("code_verifier").getFirst());
        if (code.isEmpty()
                || !CodeChallenge.compute(CodeChallengeMethod.S256, verifier)
                        .getValue()
                        .equals(code.get().challenge)) {
            answer(exchange, 400, "application/json", "{\"error\": \"invalid_grant\"}");
            return;
        }
        answer(exchange, 200, "application/json", tokens(code.get().user, Optional.of(code.get().nonce)));
    }

    private String tokens(Map<String, Object> who, Optional<String> nonce) throws JOSEException {
        JWTClaimsSet.Builder claims = claims(CLIENT);
        who.forEach(claims::claim);
        nonce.ifPresent(value -> claims.claim("nonce", value));
        String refresh = TestSecrets.note("refresh-" + UUID.randomUUID());
        refreshTokens.put(refresh, who);
        return """
                {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "refresh_token": "%s",
                 "id_token": "%s"}
                """.formatted(
                        refresh, idTokenSigning.sign(idTokenChange.apply(claims).build()));
    }

    /** Claims that every token has. */
    JWTClaimsSet.Builder claims(String audience) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** Signed as it should be. */
    String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, key, Optional.empty());
    }

    static String signed(JWTClaimsSet claims, RSAKey key, Optional<String> type) throws JOSEException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
        type.ifPresent(name -> header.type(new JOSEObjectType(name)));
        SignedJWT token = new SignedJWT(header.build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    /** With the key's identifier, but by somebody else. */
    String forged(JWTClaimsSet claims) throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
        return signed(claims, other, Optional.empty());
    }

    /** With the public key, which everybody has, as a shared secret. */
    String confused(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    /** Not at all. */
    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
