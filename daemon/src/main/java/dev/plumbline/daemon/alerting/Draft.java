package dev.plumbline.daemon.alerting;

import dev.plumbline.documents.Document;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The document of one thing that changes: which of its changes are kept already. Owned by its {@link Journal}. */
final class Draft {
    static final String ALERT = "alert";
    static final String GROUP = "alert-group";
    static final String DELIVERY = "delivery";

    final String kind;
    final String id;
    private final Supplier<@Nullable Document> contents;
    long changes;
    long kept;

    /** {@code contents} renders the present state, or null when the document shall be gone; asked under the owner's lock. */
    Draft(String kind, String id, Supplier<@Nullable Document> contents) {
        this.kind = kind;
        this.id = id;
        this.contents = contents;
    }

    /** What must be kept first has the least rank: an alert before the decision to tell it, that before its group moves on. */
    int rank() {
        return switch (kind) {
            case ALERT -> 0;
            case DELIVERY -> 1;
            default -> 2;
        };
    }

    /** Whether everything that changed is kept. */
    boolean isKept() {
        return kept >= changes;
    }

    @Nullable Document render() {
        return contents.get();
    }
}
