package dev.plumbline.daemon.notifiers.delivery;

import dev.plumbline.daemon.notifiers.Delivery;
import java.util.Comparator;
import java.util.List;

/** Takes secrets out of what is said about a delivery, should the other side have quoted them, and bounds it. Immutable. */
public final class Redaction {
    private static final int MIN_LENGTH = 4;
    private static final int MAX_DETAIL = 500;
    private final List<String> secrets;

    /** Secrets shorter than four characters are not looked for: they would be found everywhere. */
    public Redaction(List<String> secrets) {
        // The longest first: an address before the path within it.
        this.secrets = secrets.stream().filter(s -> s.length() >= MIN_LENGTH)
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /** The same outcome in one line of at most 500 characters. */
    public Delivery apply(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Delivered(String detail) -> new Delivery.Delivered(clean(detail));
            case Delivery.Retry(Delivery.FailureReason reason, String detail, long afterMillis) ->
                new Delivery.Retry(reason, clean(detail), afterMillis);
            case Delivery.Failed(Delivery.FailureReason reason, String detail) -> new Delivery.Failed(reason, clean(detail));
        };
    }

    private String clean(String detail) {
        String cleaned = detail;
        for (String secret : secrets) {
            cleaned = cleaned.replace(secret, "<secret>");
        }
        cleaned = cleaned.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return cleaned.length() <= MAX_DETAIL ? cleaned : cleaned.substring(0, MAX_DETAIL);
    }
}
