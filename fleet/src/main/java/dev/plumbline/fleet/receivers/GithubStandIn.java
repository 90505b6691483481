package dev.plumbline.fleet.receivers;

import dev.plumbline.fleet.receivers.HttpConversation.Reply;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * GitHub's API as an app with a deployment protection rule needs it: {@code POST /app/installations/7/access_tokens} for a JSON Web
 * Token of the app, whose signature and times are checked, and {@code POST /repos/O/R/actions/runs/N/deployment_protection_rule} for a
 * token of the installation, which lasts an hour. A run's environment takes one decision and ten reports.
 */
public final class GithubStandIn extends HttpStandIn {
    /** The app's id. */
    public static final String APP = "4711";
    /** The id of the only installation. */
    public static final String INSTALLATION = "7";
    private static final int MAX_REPORTS = 10;
    private static final long TOKEN_MILLIS = 3_600_000;
    private static final long MAX_LIFE_SECONDS = 600;
    private final KeyPair key = rsa();
    private final LongSupplier nowMillis;
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();
    private final Map<String, Integer> reviews = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    private GithubStandIn(LongSupplier nowMillis) {
        super(Options.DEFAULT);
        this.nowMillis = nowMillis;
    }

    /** Starts on any port; {@code nowMillis} is its clock, ms since the epoch. */
    public static GithubStandIn start(LongSupplier nowMillis) {
        return new GithubStandIn(nowMillis);
    }

    private static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** The app's private key as PKCS #8 in PEM. */
    public String privateKey() {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
    }

    /** Where the decision about a run goes. */
    public String callback(String repository, long run) {
        return url() + "/repos/" + repository + "/actions/runs/" + run + "/deployment_protection_rule";
    }

    /** How many tokens were given out. */
    public long tokensGiven() {
        return numbers.get();
    }

    /** Takes all tokens back. */
    public void revokeTokens() {
        tokens.clear();
    }

    @Override
    Reply accept(ReceivedRequest request) {
        if (!request.method().equals("POST")) {
            return problem(404, "Not Found");
        }
        if (request.path().startsWith("/app/installations/")) {
            return token(request);
        }
        return request.path().matches("/repos/[^/]+/[^/]+/actions/runs/[0-9]+/deployment_protection_rule") ? review(request) : problem(404, "Not Found");
    }

    private Reply token(ReceivedRequest request) {
        String wrong = wrongWith(bearer(request));
        if (!wrong.isEmpty()) {
            return problem(401, wrong);
        }
        if (!request.path().equals("/app/installations/" + INSTALLATION + "/access_tokens")) {
            return problem(404, "Integration not found");
        }
        String token = "ghs_" + numbers.incrementAndGet();
        long until = nowMillis.getAsLong() + TOKEN_MILLIS;
        tokens.put(token, until);
        return Reply.json(201, "{\"token\":\"" + token + "\",\"expires_at\":\"" + Instant.ofEpochSecond(until / 1_000) + "\"}");
    }

    private String wrongWith(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3 || !decoded(parts[0]).contains("\"RS256\"")) {
            return "A JSON web token could not be decoded";
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return "the signature does not match";
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return "A JSON web token could not be decoded";
        }
        Json claims = Json.parse(decoded(parts[1]));
        long now = nowMillis.getAsLong() / 1_000;
        long issued = seconds(claims.at("iat"));
        long expires = seconds(claims.at("exp"));
        boolean times = issued <= now && expires > now && expires - now <= MAX_LIFE_SECONDS;
        return !times ? "'Expiration time' claim ('exp') is too far in the future, or over"
                : claims.at("iss").text("").equals(APP) ? "" : "'Issuer' claim ('iss') must be the app";
    }

    private static long seconds(Json claim) {
        return claim instanceof Json.Decimal(String written) ? Long.parseLong(written) : 0;
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String bearer(ReceivedRequest request) {
        String header = request.header("authorization");
        return header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
    }

    private Reply review(ReceivedRequest request) {
        if (tokens.getOrDefault(bearer(request), 0L) <= nowMillis.getAsLong()) {
            return problem(401, "Bad credentials");
        }
        Json body = Json.parse(request.body());
        String what = request.path() + " " + body.at("environment_name").text("");
        String state = body.at("state").text("");
        boolean report = state.isEmpty();
        int done = reviews.merge(report ? what + " report" : what, 1, Integer::sum);
        if (done > (report ? MAX_REPORTS : 1) || !report && !state.equals("approved") && !state.equals("rejected")) {
            return problem(422, "Validation Failed");
        }
        keep(request, "github " + what + ": " + (report ? "report" : state));
        return Reply.text(204, "");
    }

    private static Reply problem(int status, String message) {
        return Reply.json(status, "{\"message\":\"" + message + "\"}");
    }
}
