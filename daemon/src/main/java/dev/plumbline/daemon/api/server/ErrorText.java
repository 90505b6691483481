package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** What the server itself refuses, before any handler, as one line of text instead of the framework's JSON. */
@Primary
@Singleton
final class ErrorText implements ErrorResponseProcessor<byte[]> {

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        String text = context.getErrors().stream().map(Error::getMessage).distinct().collect(Collectors.joining("; "));
        String line = (text.isEmpty() ? response.reason() : text) + "\n";
        return response.contentType(Answer.TEXT).body(line.getBytes(StandardCharsets.UTF_8));
    }
}
