package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a receiver. Texts called templates are Go templates over the notification, with Alertmanager's defaults
 * filled in. A null timeout means the client's own.
 */
public sealed interface Integration {

    /** Whether messages are sent when alerts end. */
    boolean sendResolved();

    /** Alertmanager's name of the kind: slack, pagerduty, webhook or email. */
    String kind();

    /**
     * A webhook.
     *
     * @param url a secret, because it authorizes; may hold a template
     * @param signingSecret bodies are signed with it; null for none
     */
    record Webhook(boolean sendResolved, Secret url, int maxAlerts, @Nullable Long timeoutMillis, Optional<Payload> payload,
            @Nullable Secret signingSecret, HttpClientConfig http) implements Integration {
        @Override
        public String kind() {
            return "webhook";
        }
    }

    /** A body of the user's own making: any YAML whose texts are templates. */
    sealed interface Payload {
        record Template(String text) implements Payload {}

        /** A number, true, false or null, as JSON writes it. */
        record Literal(String json) implements Payload {}

        record Items(List<Payload> items) implements Payload {
            public Items {
                items = List.copyOf(items);
            }
        }

        /** In the file's order. */
        record Fields(List<Map.Entry<String, Payload>> entries) implements Payload {
            public Fields {
                entries = List.copyOf(entries);
            }
        }
    }

    /**
     * Slack's incoming webhook, or, with {@code appToken}, the call {@code chat.postMessage} at {@code appUrl}.
     *
     * @param templates by Alertmanager's key: channel, username, icon_emoji, icon_url, message_text, title, title_link, pretext,
     *     text, fallback, callback_id, color, footer, image_url, thumb_url; absent means Alertmanager's default of none
     * @param signingSecret of the app, by which it proves that somebody pressed a button; null: messages have no buttons
     */
    record Slack(boolean sendResolved, @Nullable Secret url, @Nullable Secret appToken, String appUrl,
            Map<String, String> templates, boolean linkNames, boolean shortFields, List<Field> fields, List<Action> actions,
            List<String> markdownIn, @Nullable Long timeoutMillis, @Nullable Secret signingSecret, HttpClientConfig http)
            implements Integration {
        public Slack {
            templates = Map.copyOf(templates);
            fields = List.copyOf(fields);
            actions = List.copyOf(actions);
            markdownIn = List.copyOf(markdownIn);
        }

        @Override
        public String kind() {
            return "slack";
        }

        /** A field of the attachment; {@code isShort} null means the receiver's {@code shortFields}. */
        public record Field(String title, String value, @Nullable Boolean isShort) {}

        /** A button: a link, or a name with a value. */
        public record Action(String type, String text, String url, String style, String name, String value,
                @Nullable Confirm confirm) {}

        /** What is asked before a button acts. */
        public record Confirm(String text, String title, String okText, String dismissText) {}
    }

    /**
     * PagerDuty's Events API: v2 with {@code routingKey}, the old one with {@code serviceKey}; exactly one is set.
     *
     * @param templates by Alertmanager's key: client, client_url, description, severity, source, component, group, class
     * @param details templates by name, Alertmanager's defaults included
     */
    record PagerDuty(boolean sendResolved, @Nullable Secret routingKey, @Nullable Secret serviceKey, String url,
            Map<String, String> templates, Map<String, String> details, List<Image> images, List<Link> links,
            @Nullable Long timeoutMillis, HttpClientConfig http) implements Integration {
        public PagerDuty {
            templates = Map.copyOf(templates);
            details = Map.copyOf(details);
            images = List.copyOf(images);
            links = List.copyOf(links);
        }

        @Override
        public String kind() {
            return "pagerduty";
        }

        /** A picture; templates. */
        public record Image(String href, String src, String alt) {}

        /** A link; templates. */
        public record Link(String href, String text) {}
    }

    /**
     * E-mail over SMTP.
     *
     * @param to one or several addresses, a template
     * @param requireTls whether STARTTLS must succeed
     * @param implicitTls whether the connection begins with TLS; null means on port 465
     * @param headers templates by canonical name, Subject, To and From included
     * @param html a template, empty for none
     * @param text a template, empty for none
     * @param threading null for none
     */
    record Email(boolean sendResolved, String to, String from, String host, int port, String hello, Login login,
            boolean requireTls, @Nullable Boolean implicitTls, HttpClientConfig.TlsConfig tls, Map<String, String> headers,
            String html, String text, @Nullable Threading threading) implements Integration {
        public Email {
            headers = Map.copyOf(headers);
        }

        @Override
        public String kind() {
            return "email";
        }

        /** Who says hello; an empty user name means no authentication. */
        public record Login(String username, @Nullable Secret password, @Nullable Secret secret, String identity) {}

        /** Whether a new thread begins each day. */
        public enum Threading { DAILY, NONE }
    }
}
