package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.wire.ProtoReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** References to names and values of labels, one after the other, as version 2.0 sends a label set. Reused; not thread-safe. */
final class References {
    private int[] places = new int[64];
    private int count;

    void clear() {
        count = 0;
    }

    /** Reads the field that the reader is at: packed or one by one. */
    void read(ProtoReader in) {
        if (in.wireType() != ProtoReader.BYTES) {
            add(in.int32());
            return;
        }
        int outer = in.enter();
        while (in.more()) {
            add((int) in.packedVarint());
        }
        in.leave(outer);
    }

    private void add(int place) {
        RequestBounds.check(count, 2 * RequestBounds.LABELS, "label references of a series");
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        places[count++] = place;
    }

    int count() {
        return count;
    }

    int get(int i) {
        return places[i];
    }

    /** Why these are no labels; null when all are in the table and come in pairs. */
    @Nullable String problem(SymbolTable symbols) {
        if (count % 2 != 0) {
            return "invalid labelRefs length " + count + ": names and values must come in pairs";
        }
        for (int i = 0; i < count; i++) {
            if (!symbols.has(places[i])) {
                return "labelRefs " + Integer.toUnsignedString(places[i]) + " is outside of symbols table (size " + symbols.size() + ")";
            }
        }
        return null;
    }
}
