package dev.plumbline.daemon.heartbeat;

import java.io.IOException;

/** Sends one beat to where the configuration says, with its credentials. Thread-safe. */
@FunctionalInterface
public interface Beat {

    /**
     * Sends and waits for the answer as long as the configured timeout; blocks. {@code json} is the body where the method has
     * one.
     *
     * @return the HTTP status
     * @throws IOException when there was no complete answer in time; its message holds neither the address nor credentials
     */
    int send(byte[] json) throws IOException;
}
