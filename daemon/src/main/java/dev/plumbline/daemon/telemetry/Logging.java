package dev.plumbline.daemon.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.plumbline.model.PlumblineException;
import java.util.Locale;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The log: lines on standard error, as JSON objects or as text. */
public final class Logging {
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");
    private static final Set<String> FORMATS = Set.of("json", "text", "logfmt");

    private Logging() {}

    /**
     * Sets the whole log up anew.
     *
     * @param level debug, info, warn or error; libraries speak from warn on
     * @param format json or text (logfmt is taken as text)
     * @throws PlumblineException of kind USER for any other word
     */
    public static void configure(String level, String format) {
        require("--log.level", level, LEVELS);
        require("--log.format", format, FORMATS);
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder = format.equals("json") ? json() : text();
        encoder.setContext(context);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("io.fabric8").setLevel(Level.ERROR); // it warns of watches that end and of versions that are what they are
        context.getLogger("dev.plumbline").setLevel(Level.toLevel(level.toUpperCase(Locale.ROOT)));
    }

    private static void require(String option, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw PlumblineException.user(option + " \"" + value + "\" is not known; one of "
                    + String.join(", ", allowed.stream().sorted().toList()) + " would be");
        }
    }

    private static Encoder<ILoggingEvent> json() {
        var encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithSequenceNumber(false);
        return encoder;
    }

    private static Encoder<ILoggingEvent> text() {
        var encoder = new PatternLayoutEncoder();
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%ex");
        return encoder;
    }
}
