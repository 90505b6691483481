package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesRoutesTest {
    private static boolean hasRoutes(Object... singletons) {
        try (ApplicationContext context = ApplicationContext.builder().banner(false).deduceEnvironment(false)
                .bootstrapEnvironment(false).singletons(singletons).start()) {
            return context.containsBean(RulesController.class);
        }
    }

    @Test
    void areThereWhereRulesAreEvaluated() {
        assertThat(hasRoutes(new RulesApi(List::of))).isTrue();
        assertThat(hasRoutes()).isFalse();
    }
}
