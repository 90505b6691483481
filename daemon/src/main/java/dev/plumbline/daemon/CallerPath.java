package dev.plumbline.daemon;

import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.slack.SlackApps;
import dev.plumbline.daemon.api.slack.SlackReplies;
import dev.plumbline.daemon.github.DeploymentGate;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.keptn.GovernedNumbers;
import dev.plumbline.daemon.keptn.Keptn;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.documents.Documents;
import dev.plumbline.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the gate's callers need beside the gate: whose signature counts, ways to answer them later, and evaluations of files that they bring. */
final class CallerPath implements AutoCloseable {
    private final HttpClients clients = new HttpClients(System.getenv());
    private final SlackApps slackApps = new SlackApps();
    private final SlackReplies slackReplies;
    private final DeploymentGate deployments;
    private final Keptn keptn;

    CallerPath(Clock clock, RandomGenerator random, GateService gate, QueryPath queries, StoreHandle store) {
        keptn = new Keptn(clock, random, new GovernedNumbers(queries.engine(), store, queries.queries()));
        slackReplies = new SlackReplies(clients, clock);
        deployments = new DeploymentGate(clock, clients, gate::ask);
    }

    /** Makes a configuration the one in force. */
    void apply(LoadedFiles files) {
        var receivers = files.alertmanager();
        slackApps.replace(receivers == null ? List.of() : receivers.receivers().values());
        var config = files.config();
        deployments.apply(config == null ? null : config.github());
    }

    /** Goes on with what an earlier process left. */
    void start(Documents documents) {
        deployments.start(documents);
        keptn.start(documents);
    }

    SlackApps slackApps() {
        return slackApps;
    }

    SlackReplies slackReplies() {
        return slackReplies;
    }

    DeploymentGate deployments() {
        return deployments;
    }

    Keptn keptn() {
        return keptn;
    }

    /** Ends what tells callers of verdicts; questions are answered until {@link #close}. */
    void stop() {
        deployments.close();
        keptn.stop();
    }

    @Override
    public void close() {
        stop();
        clients.close();
    }
}
