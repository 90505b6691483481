package dev.plumbline.daemon.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.security.AccessControl;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.time.VirtualTime;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The array of a large answer is its own until it was written, or cannot be any more. */
class SentAnswersTest {
    private static final int LARGE = 3 << 20;
    private final Answer answer = large();

    private static Answer large() {
        return Answer.json(200, new JsonBytes().expect(LARGE).ascii("[1]"));
    }

    /** A network that has not taken what was written to it. */
    private static final class Slow extends ChannelOutboundHandlerAdapter {
        final List<ChannelPromise> waiting = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            waiting.add(promise);
            ReferenceCountUtil.release(message);
        }
    }

    private ChannelPromise asked() {
        var route = new DirectRoute(DirectRoute.Path.of("/large", DirectRoute.Input.QUERY), "/large", call -> DirectRoute.Pending.of(answer),
                e -> Answer.text(500, "no"));
        var exchange = new Exchange(new RequestMetrics(new PrometheusRegistry()), Tracing.off(), new VirtualTime(0));
        var slow = new Slow();
        var channel = new EmbeddedChannel(slow, new DirectAnswers(new DirectRoutes(List.of(route), new AccessControl(null), exchange)));
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/large"));
        assertThat(slow.waiting).hasSize(1);
        return slow.waiting.getFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsTakenAgainOnceItWasWrittenOrFailed(boolean works) {
        ChannelPromise written = asked();
        assertThat(large().array()).isNotSameAs(answer.array());
        if (works) {
            written.setSuccess();
        } else {
            written.setFailure(new IOException("connection reset"));
        }
        assertThat(large().array()).isSameAs(answer.array());
    }

    @Test
    void anAnswerOfTheFrameworkHasAnArrayOfItsOwn() {
        Answer exact = answer.exact();
        assertThat(exact.array()).hasSize(3);
        assertThat(large().array()).isSameAs(answer.array());
    }
}
