package dev.plumbline.prometheuschunk;

/**
 * Since when each sample's counter counts, as the encodings with start times say it: the first one in its own place, the
 * others, from a certain sample on, as what changes in the distance to the time of the sample before. Not thread-safe.
 */
final class StartReader {
    private final boolean firstKnown;
    private final int changedOn;
    private long start;
    private long distance;

    /** By the header byte: its highest bit says whether the first start is there, the others from which sample on there are more. */
    StartReader(int header) {
        firstKnown = (header & 0x80) != 0;
        changedOn = header & 0x7f;
    }

    /** The start of sample {@code index}, ms since the epoch; 0 when not known. */
    long next(BitSource in, int index, long time, long timeBefore) {
        if (index == 0) {
            if (firstKnown) {
                start = time - in.zigzag();
            }
        } else if (changedOn > 0 && index >= changedOn) {
            long change = in.varbit();
            distance = index == changedOn ? change : distance + change;
            start = timeBefore - distance;
        }
        return start;
    }
}
