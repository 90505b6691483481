package dev.plumbline.exposition;

import dev.plumbline.model.Quoting;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which parser reads an answer.
 *
 * @param format the parser, or empty when the scrape must fail
 * @param problem what is wrong with the Content-Type, also when a fallback saves the scrape; empty when nothing is
 */
public record ContentTypeChoice(Optional<ExpositionFormat> format, Optional<String> problem) {

    /**
     * Chooses by the answer's Content-Type; one that is blank, malformed or unknown takes the fallback.
     *
     * @param contentType the header's value, empty when absent
     * @param fallbackProtocol {@code fallback_scrape_protocol}, such as {@code PrometheusText0.0.4}, or null or empty
     */
    public static ContentTypeChoice choose(String contentType, @Nullable String fallbackProtocol) {
        Optional<ExpositionFormat> fallback = fallback(fallbackProtocol);
        if (contentType.isBlank()) {
            return blank(fallback);
        }
        String problem = problem(contentType);
        if (problem == null) {
            String type = mediaType(contentType);
            for (ExpositionFormat format : ExpositionFormat.values()) {
                if (format.mediaType().equals(type)) {
                    return new ContentTypeChoice(Optional.of(format), Optional.empty());
                }
            }
            problem = "received unsupported Content-Type " + Quoting.quote(type);
        } else {
            problem = "cannot parse Content-Type " + Quoting.quote(contentType) + ": " + problem;
        }
        String end = fallback.map(f -> ", using fallback_scrape_protocol " + Quoting.quote(f.mediaType()))
                .orElse(" and no fallback_scrape_protocol specified for target");
        return new ContentTypeChoice(fallback, Optional.of(problem + end));
    }

    private static ContentTypeChoice blank(Optional<ExpositionFormat> fallback) {
        String start = "non-compliant scrape target sending blank Content-Type";
        return new ContentTypeChoice(fallback, Optional.of(start
                + fallback.map(f -> ", using fallback_scrape_protocol " + Quoting.quote(f.mediaType()))
                        .orElse(" and no fallback_scrape_protocol specified for target")));
    }

    private static Optional<ExpositionFormat> fallback(@Nullable String protocol) {
        if (protocol == null || protocol.isEmpty()) {
            return Optional.empty();
        }
        if (protocol.startsWith("OpenMetrics")) {
            return Optional.of(ExpositionFormat.OPENMETRICS);
        }
        return Optional.of(protocol.startsWith("PrometheusProto") ? ExpositionFormat.PROTOBUF : ExpositionFormat.TEXT);
    }

    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with the syntax, in the words of Go's {@code mime} package, or null. */
    private static @Nullable String problem(String contentType) {
        String type = mediaType(contentType);
        int slash = type.indexOf('/');
        String main = slash < 0 ? type : type.substring(0, slash);
        if (!isToken(main)) {
            return main.isEmpty() ? "no media type" : "unexpected content in media type";
        }
        if (slash >= 0) {
            String sub = type.substring(slash + 1);
            int n = tokenLength(sub);
            if (n == 0) {
                return "expected token after slash";
            }
            if (n < sub.length()) {
                return "unexpected content after media subtype";
            }
        }
        return parameterProblem(contentType);
    }

    private static @Nullable String parameterProblem(String contentType) {
        var seen = new HashSet<String>();
        String[] parts = contentType.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.isEmpty() && i == parts.length - 1) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0 || !isToken(part.substring(0, equals).strip())) {
                return "invalid media parameter";
            }
            if (!seen.add(part.substring(0, equals).strip().toLowerCase(Locale.ROOT))) {
                return "duplicate parameter name";
            }
        }
        return null;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && tokenLength(text) == text.length();
    }

    private static int tokenLength(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) > ' ' && text.charAt(i) < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
