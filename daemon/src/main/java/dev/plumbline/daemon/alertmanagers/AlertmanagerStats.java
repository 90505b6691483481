package dev.plumbline.daemon.alertmanagers;

/**
 * How telling one Alertmanager goes, since it is told.
 *
 * @param url where alerts are posted to
 * @param sent alerts that it has taken
 * @param errors alerts in requests that failed, each time
 * @param dropped alerts that are lost to it: pushed out of a full queue, or refused as wrong
 * @param waiting alerts that wait or are on their way now
 * @param requests answered or failed
 * @param requestSeconds how long they took together
 */
public record AlertmanagerStats(String url, long sent, long errors, long dropped, int waiting, long requests, double requestSeconds) {}
