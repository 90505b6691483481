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

    /** Whether it must be kept before what is not so: a decision before the state that it came from moves on. */
    boolean isFirst() {
        return kind.equals(DELIVERY);
    }

    /** Whether everything that changed is kept. */
    boolean isKept() {
        return kept >= changes;
    }

    @Nullable Document render() {
        return contents.get();
    }
}
