package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands on a connection before the framework and answers the {@link DirectRoutes} itself, everything else passes. Answers leave in
 * the order of their requests: while one is made here, later messages are held (as many as one read brought, then none is
 * read); while the framework owes one, all requests go to it. Used by its connection's thread alone.
 */
final class DirectAnswers extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DirectAnswers.class);
    private static final Runnable NOTHING = () -> { };
    private final DirectRoutes routes;
    private final Queue<Object> held = new ArrayDeque<>();
    private @Nullable DirectRequest incoming;
    private Runnable cancel = NOTHING;
    private String client = "";
    private boolean busy;
    private boolean releasing;
    private boolean passed;
    private boolean readWanted;
    private int owedByFramework;

    DirectAnswers(DirectRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (busy) {
            held.add(message);
        } else {
            take(ctx, message);
        }
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            incoming = owedByFramework == 0 ? DirectRequest.of(request, routes) : null;
            if (incoming == null) {
                owedByFramework++;
            }
        }
        DirectRequest own = incoming;
        if (own == null) {
            passed |= releasing;
            ctx.fireChannelRead(message);
            return;
        }
        try {
            if (message instanceof HttpContent content) {
                own.add(content.content());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (message instanceof LastHttpContent) {
            incoming = null;
            answer(ctx, own);
        }
    }

    private void answer(ChannelHandlerContext ctx, DirectRequest request) {
        if (client.isEmpty()) {
            client = ClientConnection.address(ctx.channel());
        }
        busy = true;
        Runnable hand = routes.exchange().runDirect(request.route(), request.call(client), answer -> made(ctx, request, answer));
        cancel = busy ? hand : NOTHING;
    }

    /** On whatever thread the answer was made. */
    private void made(ChannelHandlerContext ctx, DirectRequest request, Answer answer) {
        FullHttpResponse response;
        try {
            response = routes.responses().of(answer, request.takesGzip());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("the answer to {} cannot be sent", request.route().name(), e);
            ctx.close();
            return;
        }
        if (ctx.executor().inEventLoop()) {
            send(ctx, request, response, answer);
        } else {
            ctx.executor().execute(() -> send(ctx, request, response, answer));
        }
    }

    private void send(ChannelHandlerContext ctx, DirectRequest request, FullHttpResponse response, Answer answer) {
        cancel = NOTHING;
        if (request.isLast()) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(written -> answer.sent()).addListener(ChannelFutureListener.CLOSE);
            return; // still busy: what comes after it is not answered
        }
        busy = false;
        ctx.writeAndFlush(response).addListener(written -> answer.sent());
        if (releasing) {
            return; // the loop below goes on
        }
        releasing = true;
        while (!busy && !held.isEmpty()) {
            take(ctx, held.remove());
        }
        releasing = false;
        if (passed) {
            passed = false;
            ctx.fireChannelReadComplete(); // it flushes then, and not before
        }
        if (readWanted && held.isEmpty()) {
            readWanted = false;
            ctx.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (held.isEmpty()) {
            ctx.read(); // while an answer is made, too: or nobody would see that the client has gone
        } else {
            readWanted = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean informs = message instanceof HttpResponse response && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !informs) {
            owedByFramework--;
        }
        ctx.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Runnable hand = cancel;
        cancel = NOTHING;
        hand.run();
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void drop() {
        incoming = null;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
