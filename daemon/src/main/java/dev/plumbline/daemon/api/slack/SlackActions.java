package dev.plumbline.daemon.api.slack;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.slack.SlackApps.App;
import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.Decision;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * From a signed request to a recorded decision. Slack waits for 3 s: the decision is stored within the request, everything that
 * asks Slack comes after the answer. Thread-safe.
 */
final class SlackActions {
    static final int MAX_BODY = 256 << 10;
    private static final List<String> WORDS = List.of("go", "no-go", "inconclusive");
    private final SlackApps apps;
    private final AnalysisService analyses;
    private final BiConsumer<URI, String> reply;
    private final Clock clock;

    /** {@code reply} posts a body to an address, later. */
    SlackActions(SlackApps apps, AnalysisService analyses, BiConsumer<URI, String> reply, Clock clock) {
        this.apps = apps;
        this.analyses = analyses;
        this.reply = reply;
        this.clock = clock;
    }

    /**
     * A request as it came.
     *
     * @param timestamp the header X-Slack-Request-Timestamp, empty when there is none
     * @param signature the header X-Slack-Signature, empty when there is none
     */
    record Signed(String timestamp, String signature, byte[] body) {}

    Answer take(Signed request) {
        List<App> known = apps.all();
        if (known.isEmpty()) {
            return Problem.of(404, "Not Found", "no Slack receiver of the Alertmanager file has a signing_secret");
        }
        if (request.body.length > MAX_BODY) {
            return Problem.of(413, "Content Too Large", "the body has more than " + MAX_BODY + " bytes");
        }
        if (!SlackSignature.isFresh(request.timestamp, clock.wallMillis())) {
            return Problem.of(401, "Unauthorized", "X-Slack-Request-Timestamp is missing or more than " + SlackSignature.MAX_AGE_SECONDS
                    + " s away from this daemon's clock");
        }
        Optional<App> app = signer(known, request);
        return app.isPresent() ? pressed(app.get(), request.body)
                : Problem.of(401, "Unauthorized", "X-Slack-Signature does not match the body and the signing_secret of any Slack receiver");
    }

    /** All apps are tried, so that the time says nothing about which one it was. */
    private static Optional<App> signer(List<App> known, Signed request) {
        Optional<App> found = Optional.empty();
        PlumblineException unreadable = null;
        for (App app : known) {
            try {
                String secret = app.signingSecret().reveal();
                boolean matches = !secret.isEmpty() && SlackSignature.matches(SlackSignature.of(secret, request.timestamp, request.body), request.signature);
                found = matches ? Optional.of(app) : found;
            } catch (PlumblineException e) {
                unreadable = e;
            }
        }
        if (found.isEmpty() && unreadable != null) {
            throw unreadable;
        }
        return found;
    }

    private Answer pressed(App app, byte[] body) {
        String payload = Parameters.parse(null, new String(body, StandardCharsets.UTF_8)).get("payload");
        Pressed.of(JsonView.ofRequest("the payload", payload)).ifPresent(pressed -> decide(app, pressed));
        return new Answer(200, Answer.TEXT, new byte[0], Map.of("Cache-Control", "no-store"));
    }

    private void decide(App app, Pressed pressed) {
        if (!WORDS.contains(pressed.word())) {
            throw PlumblineException.user("the button stands for \"" + pressed.word() + "\", which is none of " + String.join(", ", WORDS));
        }
        try {
            analyses.decide(pressed.analysis(), new Decision(pressed.word(), pressed.by(), pressed.why(), 0));
        } catch (PlumblineException e) {
            reply(app, pressed, SlackAnswers.refused(e.getMessage()));
            if (e.kind() != PlumblineException.Kind.USER) {
                throw e;
            }
            return;
        }
        reply(app, pressed, SlackAnswers.decided(pressed));
    }

    /** Only to where the app's messages come from, whatever the payload says. */
    private void reply(App app, Pressed pressed, String body) {
        if (app.origins().contains(SlackApps.origin(pressed.responseUrl()))) {
            reply.accept(URI.create(pressed.responseUrl().strip()), body);
        }
    }
}
