package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.model.Labels;
import dev.plumbline.template.value.TemplateException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Expands the templates of one message. One that fails loses neither the page nor the rest of it: a subject or body becomes
 * plain text, anything else empty, and {@link #problem} says what failed, to be put where people read it. Where Alertmanager
 * drops the message, it goes out. Used by one thread.
 */
public final class Rendering {
    private static final String TEST = "[TEST] ";
    private static final int MAX_PROBLEM_RUNES = 500;
    private final NotifierContext context;
    private final Notification notification;
    private final NotificationValue dot;
    private final String kind;
    private String problem = "";

    /** {@code kind}: the integration's, for the count of failures. */
    public Rendering(NotifierContext context, Notification notification, String kind) {
        this.context = context;
        this.notification = notification;
        this.kind = kind;
        dot = new NotificationValue(withRouteLabels(notification), context.externalUrl());
    }

    /** The message with the values of the route's labels, which are templates too, over the message without them. */
    private Notification withRouteLabels(Notification n) {
        if (n.routeLabels().isEmpty()) {
            return n;
        }
        var bare = new NotificationValue(n, context.externalUrl());
        var expanded = new Labels.Builder();
        n.routeLabels().forEach((name, value) -> expanded.set(name, routeLabel(value, bare)));
        return new Notification(n.key(), n.id(), n.receiver(), n.groupKey(), n.groupLabels(), expanded.build(), n.reason(),
                n.alerts(), n.createdAtMillis(), n.test());
    }

    private String routeLabel(String template, NotificationValue bare) {
        try {
            return template.contains("{{") ? context.templates().text(template, bare) : template;
        } catch (TemplateException e) {
            fail(e.getMessage());
            return template;
        }
    }

    /** The text; empty when the template fails. */
    public String text(String template) {
        return text(template, () -> "");
    }

    /** A text that heads the message: marked as a test if it is one. */
    public String subject(String template) {
        String subject = text(template, () -> PlainText.subject(notification));
        return notification.test() ? TEST + (subject.isBlank() ? PlainText.subject(notification) : subject) : subject;
    }

    /** The same for a receiver that refuses an empty one. */
    public String requiredSubject(String template) {
        String subject = subject(template);
        return subject.isBlank() ? PlainText.subject(notification) : subject;
    }

    /** A text that tells what is the matter; followed by what failed, so call it last. Empty templates stay empty if nothing did. */
    public String body(String template) {
        String body = text(template, () -> PlainText.body(notification));
        return problem.isEmpty() ? body : (body.isBlank() ? PlainText.body(notification) : body) + "\n" + problem;
    }

    /** The same as HTML. */
    public String html(String template) {
        String html = expand(context.templates()::html, template, () -> preformatted(PlainText.body(notification)));
        return problem.isEmpty() ? html : html + preformatted(problem);
    }

    private static String preformatted(String text) {
        return "<pre>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</pre>\n";
    }

    private String text(String template, Supplier<String> plain) {
        return template.contains("{{") ? expand(context.templates()::text, template, plain) : template;
    }

    private String expand(BiFunction<String, Object, String> language, String template, Supplier<String> plain) {
        try {
            return language.apply(template, dot);
        } catch (TemplateException e) {
            fail(e.getMessage());
            return plain.get();
        }
    }

    private void fail(String message) {
        context.failures().failed(kind, message);
        if (problem.isEmpty()) {
            problem = "A template of this receiver failed, so this is plain text: "
                    + Truncation.runes(message, MAX_PROBLEM_RUNES).text();
        }
    }

    /** What failed first, for people; empty when nothing did so far. */
    public String problem() {
        return problem;
    }

    public NotificationValue dot() {
        return dot;
    }
}
