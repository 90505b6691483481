package dev.plumbline.daemon.keptn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.PlumblineException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SliQueryTest {
    private static final Map<String, String> VALUES = Map.of("SERVICE", "carts", "service", "carts", "STAGE", "dev", "LABEL.build", "7", "LABEL.build_id", "8");

    private static String filled(String query, Map<String, String> values) {
        return SliQuery.parse(query, values.keySet()).render(values, 90);
    }

    private static void refused(String query, String... says) {
        assertThatThrownBy(() -> filled(query, VALUES)).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.USER)).hasMessageContainingAll(says);
    }

    @Test
    void fillsPlaces() {
        assertThat(filled("sum(rate(x{job=\"$SERVICE-$STAGE\", b='$LABEL.build_id'}[$DURATION_SECONDS]))", VALUES))
                .isEqualTo("sum(rate(x{job=\"carts-dev\", b='8'}[90s]))");
        assertThat(filled("x{a=\"$service\", b=\"$LABEL.build\", c=\"$SERVICEs\"}", VALUES)).isEqualTo("x{a=\"carts\", b=\"7\", c=\"cartss\"}");
        assertThat(filled("x{a=~\"ab$|cd$\"}", VALUES)).isEqualTo("x{a=~\"ab$|cd$\"}");
    }

    @Test
    void valuesStayWithinTheirString() {
        String evil = "x\"} or vector(0) #\\'`";
        assertThat(filled("up{a=\"$SERVICE\"}", Map.of("SERVICE", evil))).isEqualTo("up{a=\"x\\\"} or vector(0) #\\\\'`\"}");
        assertThat(filled("up{a=~\"$SERVICE.*\"}", Map.of("SERVICE", "a.b|c"))).isEqualTo("up{a=~\"a\\\\.b\\\\|c.*\"}");
        assertThatThrownBy(() -> filled("up{a=`$SERVICE`}", Map.of("SERVICE", evil))).isInstanceOf(PlumblineException.class).hasMessageContaining("backquote");
        assertThat(filled("up{a=\"$SERVICE\"}", Map.of("SERVICE", "$STAGE {{args.STAGE}}"))).as("a value is not filled again").isEqualTo("up{a=\"$STAGE {{args.STAGE}}\"}");
    }

    @Test
    void refusesWhatHasNoValueOrNoPlace() {
        refused("up{a=\"$PROJECT\"}", "there is no value for $PROJECT; the request gives $LABEL.build, ", "$DURATION_SECONDS");
        refused("up{a=\"$LABEL.other\"}", "there is no value for $LABEL.other");
        refused("rate($SERVICE[5m])", "$SERVICE must stand inside of quotes");
        refused("x{a=\"$DURATION_SECONDS\"}", "$DURATION_SECONDS must stand outside of quotes");
        refused("x{a=\"{{service}}\"}", "{{ has no meaning in an indicator");
        refused("x{a=\"$SERVICE}", "a string does not end");
    }
}
