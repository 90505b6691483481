package dev.plumbline.daemon.api.admin;

import java.util.function.BooleanSupplier;

/**
 * The part of operation that changes the daemon.
 *
 * @param enabled whether reloading and ending over HTTP is allowed: by the flag, or because tokens guard it
 * @param reloader does it
 * @param quit lets the process end soon, after what is being answered
 */
public record Lifecycle(BooleanSupplier enabled, Reloader reloader, Runnable quit) {

    public boolean isEnabled() {
        return enabled.getAsBoolean();
    }
}
