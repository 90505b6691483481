package dev.plumbline.daemon.api.server;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Puts {@link DirectAnswers} on each connection that speaks HTTP 1, right before the framework's own handler. */
@Singleton
final class DirectAnswersInstaller implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final DirectRoutes routes;

    DirectAnswersInstaller(DirectRoutes routes) {
        this.routes = routes;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new OnConnection(null));
        return registry;
    }

    private final class OnConnection implements NettyServerCustomizer {
        private final @Nullable Channel channel;

        OnConnection(@Nullable Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel specialized, ChannelRole role) {
            return new OnConnection(role == ChannelRole.CONNECTION ? specialized : null);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel != null) {
                ChannelPipeline pipeline = channel.pipeline();
                boolean isHttp1 = pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null
                        && pipeline.get(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND) != null;
                if (isHttp1) {
                    pipeline.addBefore(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "direct-answers", new DirectAnswers(routes));
                }
            }
        }
    }
}
