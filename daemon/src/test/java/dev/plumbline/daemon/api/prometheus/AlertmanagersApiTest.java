package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.alertmanagers.Alertmanagers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertmanagersApiTest {
    private static String body(List<URI> active, List<URI> dropped) {
        var api = new AlertmanagersApi(() -> new Alertmanagers.Known(active, dropped));
        return new String(api.alertmanagers().body(), StandardCharsets.UTF_8);
    }

    @Test
    void namesBothKinds() {
        assertThat(body(List.of(URI.create("http://a:1/api/v2/alerts"), URI.create("http://b:1/api/v2/alerts")),
                List.of(URI.create("https://c:1/x/api/v2/alerts")))).isEqualTo("{\"status\":\"success\",\"data\":{"
                + "\"activeAlertmanagers\":[{\"url\":\"http://a:1/api/v2/alerts\"},{\"url\":\"http://b:1/api/v2/alerts\"}],"
                + "\"droppedAlertmanagers\":[{\"url\":\"https://c:1/x/api/v2/alerts\"}]}}");
    }

    @Test
    void bothListsAreThereWhenThereIsNone() {
        assertThat(body(List.of(), List.of())).contains("{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}");
    }
}
