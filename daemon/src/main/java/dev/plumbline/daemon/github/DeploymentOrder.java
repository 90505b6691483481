package dev.plumbline.daemon.github;

import dev.plumbline.daemon.verdicts.GateQuestion;

/**
 * A deployment that waits for an answer.
 *
 * @param id repository, deployment and environment: the same however often GitHub tells
 * @param installation the id of the app's installation
 * @param callback where the answer goes
 * @param timeMillis when it was first told, ms since the epoch
 */
public record DeploymentOrder(String id, String environment, String installation, String callback, GateQuestion question, long timeMillis) {
    @Override
    public String toString() {
        return "deployment " + id;
    }
}
