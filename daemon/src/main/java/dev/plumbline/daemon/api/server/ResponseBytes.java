package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.time.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes answers into responses: headers, date, compression. Thread-safe. */
final class ResponseBytes {
    /** Smaller bodies are not worth compressing; the framework's bound. */
    private static final int COMPRESSED_FROM = 1024;
    private static final DefaultHttpHeadersFactory HEADERS = DefaultHttpHeadersFactory.headersFactory().withValidation(false);
    private final Clock clock;
    private volatile Stamp stamp = new Stamp(-1, AsciiString.EMPTY_STRING);

    private record Stamp(long second, AsciiString text) {}

    ResponseBytes(Clock clock) {
        this.clock = clock;
    }

    /** @param gzip whether the client takes it */
    FullHttpResponse of(Answer answer, boolean gzip) {
        HttpHeaders headers = HEADERS.newHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        headers.set(HttpHeaderNames.DATE, date());
        answer.headers().forEach(headers::set);
        ByteBuf content;
        if (gzip && answer.length() >= COMPRESSED_FROM) {
            content = Unpooled.wrappedBuffer(compressed(answer));
            headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        } else {
            content = Unpooled.wrappedBuffer(answer.array(), 0, answer.length());
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(content.readableBytes()));
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(answer.status()), content, headers, EmptyHttpHeaders.INSTANCE);
    }

    private static HttpResponseStatus status(int code) {
        return code == Exchange.CLIENT_CLOSED ? new HttpResponseStatus(code, Exchange.CLIENT_CLOSED_REASON) : HttpResponseStatus.valueOf(code);
    }

    private static byte[] compressed(Answer answer) {
        var out = new ByteArrayOutputStream(answer.length() / 4 + 64);
        try (var gzip = new Fast(out)) {
            gzip.write(answer.array(), 0, answer.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The quickest level: half as many bytes less to send are not worth four times the work. */
    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private AsciiString date() {
        long second = Math.floorDiv(clock.wallMillis(), 1000L);
        Stamp current = stamp;
        if (current.second != second) {
            current = new Stamp(second, new AsciiString(
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC))));
            stamp = current;
        }
        return current.text;
    }
}
