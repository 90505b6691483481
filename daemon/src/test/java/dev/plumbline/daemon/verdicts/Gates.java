package dev.plumbline.daemon.verdicts;

/** A gate with a canary behind it, for tests of other packages. */
public final class Gates {
    private final GateWorld world = new GateWorld();

    public GateService gate() {
        return world.gate;
    }

    public void advance(long millis) {
        world.time.advance(millis);
    }

    /** Asks about checkout 2.4.1; the name of its analysis. */
    public String ask() {
        return String.valueOf(world.ask().analysis());
    }
}
