package dev.plumbline.tsdb;

import java.nio.file.Path;

/** Something an operator should hear of. Told on the thread that met it; the listener must not block or call back. */
public sealed interface TsdbEvent {

    /** One line for a log. */
    String message();

    /** The log was damaged from {@code offset} on; {@code bytes} were cut off and the rest of the log was read. */
    record Corruption(Path file, long offset, String reason, long bytes) implements TsdbEvent {
        @Override
        public String message() {
            return file + " is damaged at byte " + offset + ": " + reason + "; " + bytes + " bytes cut off";
        }
    }

    /** Bytes of a block are damaged; what needs them fails, the rest is served. */
    record Damaged(String message) implements TsdbEvent {}

    /** A write to the log failed; its commit was refused. */
    record WriteFailed(Path file, String reason) implements TsdbEvent {
        @Override
        public String message() {
            return "cannot write " + file + ": " + reason;
        }
    }

    /** An fsync or a deletion failed; data since the last good fsync may be lost on power loss. */
    record SyncFailed(Path file, String reason) implements TsdbEvent {
        @Override
        public String message() {
            return "cannot sync or remove " + file + ": " + reason;
        }
    }

    /** Memory was above its budget: its older part was written to a block before its time; older samples are refused from now on. */
    record CutEarly(long bytes, long untilMillis) implements TsdbEvent {
        @Override
        public String message() {
            return "memory budget reached with " + bytes + " bytes: wrote a block early; samples before " + untilMillis
                    + " ms are refused from now on";
        }
    }

    /** The log was read at start. */
    record Replayed(long samples, long millis, int segments) implements TsdbEvent {
        @Override
        public String message() {
            return "read " + samples + " samples from " + segments + " log segments in " + millis + " ms";
        }
    }
}
