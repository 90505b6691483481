package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The series that tell of alerts: {@code ALERTS}, always 1, and {@code ALERTS_FOR_STATE}, since when an alert is active in
 * whole seconds since the epoch.
 */
final class AlertSeries {
    static final String ALERTS = "ALERTS";
    static final String FOR_STATE = "ALERTS_FOR_STATE";
    static final String ALERT_NAME = "alertname";
    private static final String STATE = "alertstate";

    private final LabelOverlay pending = new LabelOverlay(labels -> stateLabels(labels, AlertState.PENDING));
    private final LabelOverlay firing = new LabelOverlay(labels -> stateLabels(labels, AlertState.FIRING));
    private final LabelOverlay forState = new LabelOverlay(AlertSeries::forStateLabels);

    /** The samples for those that are pending or firing. */
    List<Value.Element> of(Collection<Alert> alerts, long timeMillis) {
        var elements = new ArrayList<Value.Element>(2 * alerts.size());
        for (Alert alert : alerts) {
            if (alert.state() != AlertState.INACTIVE) {
                LabelOverlay state = alert.state() == AlertState.PENDING ? pending : firing;
                double since = Math.floorDiv(alert.times().activeAt(), 1000);
                elements.add(new Value.Element(state.of(alert.labels()), timeMillis, 1, null));
                elements.add(new Value.Element(forState.of(alert.labels()), timeMillis, since, null));
            }
        }
        pending.endEvaluation();
        firing.endEvaluation();
        forState.endEvaluation();
        return elements;
    }

    static Labels stateLabels(Labels alert, AlertState state) {
        return alert.builder().set(Labels.METRIC_NAME, ALERTS).set(STATE, state.text()).build();
    }

    static Labels forStateLabels(Labels alert) {
        return alert.with(Labels.METRIC_NAME, FOR_STATE);
    }
}
