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
 */
public record Call(String path, @Nullable String query, @Nullable String form, String client, String agent) {

    /** @throws BadParameter when they cannot be read */
    public Parameters parameters() {
        return Parameters.parse(query, form);
    }
}
