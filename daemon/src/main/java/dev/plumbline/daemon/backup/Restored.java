package dev.plumbline.daemon.backup;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a restore.
 *
 * @param done whether the data directory is there now; otherwise nothing was written, because of {@code damage}
 * @param damage what is damaged in the backup, naming files; with {@code done} it was accepted
 * @param manifest whether the backup has one; without it only what blocks, log and documents say of themselves was checked
 * @param keys whether the key that signs evidence was in it, and is restored
 * @param fromMillis time of the oldest sample; only with samples
 * @param toMillis time of the newest one
 * @param documents how many of each kind
 */
public record Restored(boolean done, List<String> damage, boolean manifest, boolean keys, int files, long bytes, int blocks, long series,
        long samples, long fromMillis, long toMillis, Map<String, Long> documents) {
    public Restored {
        damage = List.copyOf(damage);
        documents = new TreeMap<>(documents);
    }

    static Restored refused(List<String> damage, boolean manifest) {
        return new Restored(false, damage, manifest, false, 0, 0, 0, 0, 0, 0, 0, Map.of());
    }
}
