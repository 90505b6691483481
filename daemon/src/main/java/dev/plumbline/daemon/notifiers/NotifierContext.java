package dev.plumbline.daemon.notifiers;

import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.time.Clock;

/**
 * What all notifiers of a configuration share.
 *
 * @param externalUrl where people reach this daemon, without a slash at the end
 * @param clients outlives the notifiers; whoever made it closes it
 */
public record NotifierContext(AlertmanagerTemplates templates, String externalUrl, HttpClients clients, Clock clock,
        TemplateFailures failures) {
    /** How long a receiver without a timeout of its own may take for everything, in milliseconds. */
    public static final long DEFAULT_TIMEOUT_MILLIS = 10_000;

    /** Told each time that a template failed while a message was made; the message went out with plain text. */
    @FunctionalInterface
    public interface TemplateFailures {

        /**
         * Called on the sending thread; must not throw.
         *
         * @param kind the integration's
         * @param message what is wrong and where, without secrets
         */
        void failed(String kind, String message);
    }
}
