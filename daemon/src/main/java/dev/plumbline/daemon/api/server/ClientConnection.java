package dev.plumbline.daemon.api.server;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.GenericFutureListener;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a request, and whether it is still there. */
public final class ClientConnection {
    private ClientConnection() {}

    /** The client's address without its port, empty when not known. */
    public static String address(HttpRequest<?> request) {
        return address(request.getRemoteAddress());
    }

    static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? address(remote) : "";
    }

    private static String address(@Nullable InetSocketAddress remote) {
        return remote == null || remote.getAddress() == null ? "" : remote.getAddress().getHostAddress();
    }

    /** What the client calls itself, empty when it does not. */
    public static String agent(HttpRequest<?> request) {
        String agent = request.getHeaders().get("User-Agent");
        return agent == null ? "" : agent;
    }

    /**
     * Runs the task when the client's connection ends before the watch is closed; at once when it has ended already.
     *
     * @param task must not block
     */
    public static Watch onClose(HttpRequest<?> request, Runnable task) {
        Channel channel = channel(request);
        if (channel == null) {
            return () -> {};
        }
        GenericFutureListener<ChannelFuture> listener = closed -> task.run();
        ChannelFuture closing = channel.closeFuture();
        closing.addListener(listener);
        return () -> closing.removeListener(listener);
    }

    /** An eye on a connection. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private static @Nullable Channel channel(HttpRequest<?> request) {
        HttpRequest<?> inner = request;
        while (inner instanceof HttpRequestWrapper<?> wrapper) {
            inner = wrapper.getDelegate();
        }
        return inner instanceof NettyHttpRequest<?> netty ? netty.getChannelHandlerContext().channel() : null;
    }
}
