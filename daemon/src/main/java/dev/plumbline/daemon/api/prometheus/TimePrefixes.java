package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.JsonBytes;
import java.util.Arrays;

/**
 * What stands before the values of a series' points: {@code [[300,"} before the first, {@code ,[360,"} before others. The
 * series of a matrix mostly have the same times, so these bytes are made once and copied. Not thread-safe.
 */
final class TimePrefixes {
    private long[] times = {};
    private byte[] bytes = {};
    private int[] ends = {};

    /** Makes the prefixes for points at these times, unless they are those of the last series. */
    void prepare(long[] newTimes) {
        if (newTimes == times || newTimes.length == times.length && Arrays.equals(newTimes, times)) {
            return;
        }
        var json = new JsonBytes(16 * newTimes.length + 16);
        ends = new int[newTimes.length];
        for (int i = 0; i < newTimes.length; i++) {
            json.raw(i == 0 ? '[' : ',').raw('[').seconds(newTimes[i]).ascii(",\"");
            ends[i] = json.length();
        }
        bytes = json.toBytes();
        times = newTimes;
    }

    /** Writes what stands before the i-th value. */
    void write(JsonBytes json, int i) {
        json.raw(bytes, i == 0 ? 0 : ends[i - 1], ends[i]);
    }
}
