package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;

/**
 * What somebody asked to be judged, as it is shown again.
 *
 * @param by who and what for
 * @param configId empty: the configuration came with the request
 * @param config a canary configuration
 * @param request an execution request, or one of a standalone analysis
 */
public record Order(Origin by, String configId, Value config, Value request) {
    /** What stands for an application, and for the id of a configuration, where none is given. */
    static final String AD_HOC = "ad-hoc";
    private static final int MAX_TEXT = 1_000;

    /**
     * Who asked.
     *
     * @param application what executions are listed by; empty: {@code ad-hoc}
     * @param parent the pipeline that waits for it; may be empty
     * @param user may be empty
     */
    public record Origin(String application, String parent, String user, Accounts accounts) {
        public Origin {
            application = application.isEmpty() ? AD_HOC : application;
            for (String text : new String[] {application, parent, user, accounts.metrics, accounts.storage, accounts.configuration}) {
                if (text.length() > MAX_TEXT) {
                    throw PlumblineException.user("a name of " + text.length() + " characters; at most " + MAX_TEXT + " are kept");
                }
            }
        }
    }

    /** Accounts as they were named; there is one store behind all of them, so that every name will do. */
    public record Accounts(String metrics, String storage, String configuration) {
        /** The one that there is. */
        static final String NAME = "plumbline";

        public Accounts {
            metrics = metrics.isEmpty() ? NAME : metrics;
            storage = storage.isEmpty() ? NAME : storage;
        }
    }

    /** The same order for another request. */
    Order of(Value other) {
        return new Order(by, configId, config, other);
    }

    Value json() {
        return new Members().text("application", by.application).text("parent", by.parent).text("user", by.user)
                .text("metrics", by.accounts.metrics).text("storage", by.accounts.storage).text("configuration", by.accounts.configuration)
                .text("configId", configId).value("config", config).value("request", request).build();
    }

    static Order read(JsonPart part) {
        var accounts = new Accounts(part.at("metrics").text(""), part.at("storage").text(""), part.at("configuration").text(""));
        return new Order(new Origin(part.at("application").text(""), part.at("parent").text(""), part.at("user").text(""), accounts),
                part.at("configId").text(""), part.at("config").value(), part.at("request").value());
    }
}
