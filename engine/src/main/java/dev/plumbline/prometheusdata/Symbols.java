package dev.plumbline.prometheusdata;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a block's index, by reference: in version 1 the place in the file, later the number in the table, of which
 * every 32nd place is kept. Not thread-safe.
 */
final class Symbols {
    private static final int STEP = 32;
    private static final int PLACES = 1 << 16;
    private static final int LONGEST = 1 << 24;
    private final MappedFile file;
    private final boolean byPlace;
    private final long from;
    private final long to;
    private final long count;
    private final boolean beyondBmp;
    private final int[] cachedRefs = new int[PLACES];
    private final @Nullable String[] cached = new String[PLACES];
    private final ByteCursor cursor = new ByteCursor(new StringCache());
    private long[] places = new long[64];
    private long end; // of the string walked over last

    /** The table at {@code at}; {@link Damage} when its checksum is wrong or it does not hold as many strings as it says. */
    Symbols(MappedFile file, int version, long at) {
        this.file = file;
        byPlace = version == 1;
        from = at + 8;
        to = at + 4 + Integer.toUnsignedLong(file.be32(at));
        if (!file.sums(at + 4, to)) {
            throw new Damage("the checksum of the symbol table is wrong");
        }
        count = Integer.toUnsignedLong(file.be32(at + 4));
        beyondBmp = walk();
    }

    /** Keeps places, and says whether there is a character above U+FFFF, for which UTF-16 orders otherwise than UTF-8. */
    private boolean walk() {
        boolean beyond = false;
        end = from;
        for (long i = 0; i < count; i++) {
            if (!byPlace && i % STEP == 0) {
                keep((int) (i / STEP), end);
            }
            long next = skip(end);
            for (long b = end; b < next && !beyond; b++) {
                beyond = file.u8(b) >= 0xf0;
            }
            end = next;
        }
        return beyond;
    }

    private void keep(int index, long place) {
        if (index == places.length) {
            places = Arrays.copyOf(places, index * 2);
        }
        places[index] = place;
    }

    /** Where the string at a place ends. */
    private long skip(long place) {
        long at = place;
        long length = 0;
        for (int shift = 0; ; shift += 7) {
            int group = file.u8(at++);
            length |= (long) (group & 0x7f) << shift;
            if (group < 0x80) {
                break;
            }
            if (shift > 28) {
                throw new Damage("a symbol whose length is no number");
            }
        }
        if (length > LONGEST || at + length > to) {
            throw new Damage("a symbol of " + length + " bytes in a table that ends at byte " + to);
        }
        return at + length;
    }

    /** Whether a string has a character above U+FFFF. */
    boolean beyondBmp() {
        return beyondBmp;
    }

    String get(long ref) {
        if (byPlace ? ref < from || ref >= to : ref < 0 || ref >= count) {
            throw new Damage("a label that is symbol " + ref + ", which is not there");
        }
        int place = (int) ref & PLACES - 1;
        String known = cached[place];
        if (known != null && cachedRefs[place] == (int) ref) {
            return known;
        }
        String read = read(byPlace ? ref : place(ref));
        cached[place] = read;
        cachedRefs[place] = (int) ref;
        return read;
    }

    private long place(long ref) {
        long at = places[(int) (ref / STEP)];
        for (long i = ref % STEP; i > 0; i--) {
            at = skip(at);
        }
        return at;
    }

    private String read(long place) {
        var bytes = new byte[(int) (skip(place) - place)];
        file.copy(place, bytes, bytes.length);
        return cursor.over(bytes, 0, bytes.length).string();
    }
}
