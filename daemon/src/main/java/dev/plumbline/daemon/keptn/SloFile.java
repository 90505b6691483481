package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.keptn.ServiceLevels;
import java.util.Map;

/**
 * Objectives as somebody wrote them.
 *
 * @param text as it was sent
 * @param displayNames by indicator, where there is one
 * @param filter what may stand in queries besides what the request says
 */
record SloFile(String text, ServiceLevels levels, Map<String, String> displayNames, Map<String, String> filter) {
    SloFile {
        displayNames = Map.copyOf(displayNames);
        filter = Map.copyOf(filter);
    }
}
