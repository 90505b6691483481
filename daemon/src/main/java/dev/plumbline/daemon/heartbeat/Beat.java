package dev.plumbline.daemon.heartbeat;

import dev.plumbline.daemon.config.HeartbeatConfig;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.model.PlumblineException;
import java.net.URI;
import java.util.Map;

/** Sends one beat to where the configuration says, with its credentials. Thread-safe. */
@FunctionalInterface
public interface Beat {

    /**
     * Sends and waits for the answer as long as the configured timeout; blocks. {@code json} is the body where the method has
     * one. Returns the HTTP status.
     *
     * @throws PlumblineException when there was no complete answer in time; its message holds neither the address's path nor
     *     credentials
     */
    int send(byte[] json);

    /** The real one: the address is revealed anew for each beat, since it may be in a file. */
    static Beat over(HttpPoster poster, HeartbeatConfig config) {
        boolean bare = config.method().equals("GET") || config.method().equals("HEAD");
        return json -> poster.send(new Post(config.method(), address(config), "application/json", bare ? new byte[0] : json, Map.of(),
                config.timeoutMillis())).status();
    }

    private static URI address(HeartbeatConfig config) {
        try {
            return URI.create(config.url().reveal());
        } catch (IllegalArgumentException e) { // its text is the address, which is a secret
            throw PlumblineException.user("the heartbeat's address is not valid: expected an http or https URL");
        }
    }
}
