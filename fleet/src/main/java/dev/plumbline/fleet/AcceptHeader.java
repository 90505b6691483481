package dev.plumbline.fleet;

import dev.plumbline.fleet.Exposition.Format;
import java.util.Locale;

/**
 * The choice between the two formats: OpenMetrics where the {@code Accept} header wants it at least as much as plain text
 * (RFC 9110, 12.5.1, as far as scrapers use it), plain text otherwise, also for a header that makes no sense.
 */
final class AcceptHeader {
    private static final int MAX_RANGES = 32;

    private AcceptHeader() {}

    static Format choose(String accept) {
        double openMetrics = 0;
        double text = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", MAX_RANGES)) {
            String[] parts = range.strip().split(";", MAX_RANGES);
            switch (parts[0].strip()) {
                case "application/openmetrics-text" -> openMetrics = Math.max(openMetrics, known(parts) ? quality(parts) : 0);
                case "text/plain", "text/*", "*/*" -> text = Math.max(text, quality(parts));
                default -> { /* a format that no pod has */ }
            }
        }
        return openMetrics > 0 && openMetrics >= text ? Format.OPEN_METRICS : Format.TEXT;
    }

    private static boolean known(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith("version=")) {
                return parameter.equals("version=1.0.0") || parameter.equals("version=\"1.0.0\"");
            }
        }
        return true;
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
