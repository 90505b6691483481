package dev.plumbline.daemon.command.backtest;

import java.util.OptionalLong;

/**
 * A release of the past, or one stage of it, and what is known to have become of it. Texts that are empty are not given.
 *
 * @param name what reports call it
 * @param startMillis when its analysis begins, ms since the epoch
 * @param endMillis when its analysis has to end, after the start
 * @param bad whether it should not have gone on
 * @param badSinceMillis from when it was bad, where that is known
 */
public record Release(String name, Subject subject, long startMillis, long endMillis, boolean bad, OptionalLong badSinceMillis) {

    /** What a question to the gate names. */
    public record Subject(String service, String version, String stable, String revision, String namespace, String stage) {}
}
