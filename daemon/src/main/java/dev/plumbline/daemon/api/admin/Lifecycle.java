package dev.plumbline.daemon.api.admin;

import java.util.function.BooleanSupplier;

/**
 * The part of operation that changes the daemon.
 *
 * @param enabled whether reloading over HTTP is allowed: by the flag, or because tokens guard it
 * @param reloader does it
 */
public record Lifecycle(BooleanSupplier enabled, Reloader reloader) {

    public boolean isEnabled() {
        return enabled.getAsBoolean();
    }
}
