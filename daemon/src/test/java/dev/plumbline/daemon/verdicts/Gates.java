package dev.plumbline.daemon.verdicts;

import dev.plumbline.time.VirtualTime;
import java.util.Optional;

/** A gate with a canary behind it, for tests of other packages. */
public final class Gates {
    private final GateWorld world = new GateWorld();

    public GateService gate() {
        return world.gate;
    }

    public void advance(long millis) {
        world.time.advance(millis);
    }

    /** Virtual. */
    public VirtualTime time() {
        return world.time;
    }

    /** From now on half of all requests fail. */
    public void fail() {
        world.errors = 0.5;
    }

    /** The gate's own doubt from now on; empty ends it. */
    public void doubt(String why) {
        world.doubt = why.isEmpty() ? Optional.empty() : Optional.of(why);
    }

    /** As kill -9 and a start: only the documents are left. */
    public void restart() {
        world.restart();
    }

    /** Asks about checkout 2.4.1; the name of its analysis. */
    public String ask() {
        return String.valueOf(world.ask().analysis());
    }
}
