package dev.plumbline.daemon.scrape.http;

import java.util.ArrayDeque;

/** A few buffers for all targets together: as many as scrapes run at once, at most 16 kept, none above 4 MiB. Thread-safe. */
public final class BodyPool {
    private static final int MAX_KEPT = 16;
    private static final int MAX_CAPACITY = 4 << 20;
    private final ArrayDeque<Body> idle = new ArrayDeque<>();

    /** A buffer of undefined content. */
    public synchronized Body take() {
        Body body = idle.pollLast();
        return body == null ? new Body() : body;
    }

    public synchronized void giveBack(Body body) {
        if (idle.size() < MAX_KEPT && body.capacity() <= MAX_CAPACITY) {
            idle.addLast(body);
        }
    }
}
