package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link DirectRoute} answers.
 *
 * @param path without the query, as it was sent
 * @param query what stands behind the question mark, as it was sent; null: nothing does
 * @param form the body of a form, null without one
 * @param client the asker's address, empty when not known
 * @param agent what the asker calls itself, empty when it does not
 * @param body what a route of {@link DirectRoute.Input#BODY} gets; null for others
 */
public record Call(String path, @Nullable String query, @Nullable String form, String client, String agent, @Nullable Body body) {
    /**
     * Bytes that were sent.
     *
     * @param type the header Content-Type, empty without one
     * @param encoding the header Content-Encoding, likewise
     */
    public record Body(byte[] bytes, String type, String encoding) {}

    /** @throws BadParameter when they cannot be read */
    public Parameters parameters() {
        return Parameters.parse(query, form);
    }
}
