package dev.plumbline.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshLoopTest {
    private static final long INTERVAL = 1_000;
    private final VirtualTime time = new VirtualTime(0);
    private final RefreshLoop loop = new RefreshLoop(time, INTERVAL);
    private final List<List<TargetGroup>> sent = new ArrayList<>();
    private @Nullable List<TargetGroup> now = groups("a");
    private int asked;

    private static List<TargetGroup> groups(String name) {
        return List.of(new TargetGroup(name, List.of(), Labels.EMPTY));
    }

    private void start() {
        loop.start(() -> {
            asked++;
            return now;
        }, sent::add);
        time.advance(0);
    }

    @Test
    void onlyChangesAreHandedOn() {
        start();
        time.advance(2 * INTERVAL);
        now = groups("b");
        time.advance(INTERVAL);
        assertThat(sent).containsExactly(groups("a"), groups("b"));
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void whereNobodyKnowsTheLastGroupsStay() {
        start();
        now = null;
        time.advance(INTERVAL);
        now = groups("a");
        time.advance(INTERVAL);
        assertThat(sent).containsExactly(groups("a"));
    }

    @Test
    void nobodyIsAskedOnceClosed() {
        start();
        loop.close();
        now = groups("b");
        time.advance(3 * INTERVAL);
        assertThat(asked).isEqualTo(1);
        assertThat(sent).hasSize(1);
    }
}
