package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.HttpClientSection;
import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Email;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one entry of email_configs. Used once. */
final class EmailReader {
    private static final Map<String, Email.Threading> THREADING = Map.of("daily", Email.Threading.DAILY, "none", Email.Threading.NONE);
    private final Surroundings around;
    private final LoadContext context;
    private final MappingReader r;
    private final GlobalDefaults.Smtp smtp;

    EmailReader(Surroundings around, MappingReader r) {
        this.around = around;
        this.context = around.context();
        this.r = r;
        this.smtp = around.global().smtp();
    }

    Email read() {
        String to = around.template(r, "to", "");
        if (to.isEmpty()) {
            r.error("to", "missing to address in email config");
        }
        String from = around.template(r, "from", smtp.from());
        if (from.isEmpty()) {
            r.error("from", "no global SMTP from set: give from here or smtp_from in global");
        }
        HostPort server = smarthost();
        TlsConfig tls = r.has("tls_config") ? HttpClientSection.tls(context, r, "tls_config") : smtp.tls();
        return new Email(r.bool("send_resolved", false), to, from, server.host(), server.port(), r.string("hello", smtp.hello()),
                login(), r.bool("require_tls", smtp.requireTls()), implicitTls(), tls, headers(to, from),
                around.template(r, "html", "{{ template \"email.default.html\" . }}"), around.template(r, "text", ""), threading());
    }

    private HostPort smarthost() {
        String text = r.string("smarthost", smtp.smarthost());
        if (text.isEmpty()) {
            r.error("smarthost", "no global SMTP smarthost set: give smarthost here or smtp_smarthost in global");
            return new HostPort("", 0);
        }
        return HostPort.read(r, "smarthost", text);
    }

    private Email.Login login() {
        Secret password = context.secret(r, "auth_password", "auth_password_file");
        Secret secret = context.secret(r, "auth_secret", "auth_secret_file");
        String user = r.string("auth_username", "");
        String identity = r.string("auth_identity", "");
        return new Email.Login(user.isEmpty() ? smtp.login().username() : user,
                password == null ? smtp.login().password() : password, secret == null ? smtp.login().secret() : secret,
                identity.isEmpty() ? smtp.login().identity() : identity);
    }

    private @Nullable Boolean implicitTls() {
        return r.has("force_implicit_tls") ? Boolean.valueOf(r.bool("force_implicit_tls", false)) : smtp.implicitTls();
    }

    private Map<String, String> headers(String to, String from) {
        var headers = new HashMap<String, String>();
        MappingReader h = r.mapping("headers");
        for (String name : h.keys()) {
            if (headers.put(canonical(name), around.template(h, name, "")) != null) {
                r.problems().error(h.keyAt(name), "duplicate header \"" + canonical(name) + "\" in email config");
            }
        }
        headers.putIfAbsent("Subject", "{{ template \"email.default.subject\" . }}");
        headers.putIfAbsent("To", to);
        headers.putIfAbsent("From", from);
        return headers;
    }

    /** As MIME spells it: {@code reply-to} is {@code Reply-To}. */
    private static String canonical(String name) {
        var out = new StringBuilder();
        boolean first = true;
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            out.append(first ? Character.toUpperCase(c) : c);
            first = c == '-';
        }
        return out.toString();
    }

    private Email.@Nullable Threading threading() {
        if (!r.has("threading")) {
            return null;
        }
        MappingReader t = r.mapping("threading");
        Email.Threading by = Objects.requireNonNull(t.choice("thread_by_date", Email.Threading.DAILY, THREADING));
        boolean enabled = t.bool("enabled", false);
        t.finish();
        return enabled ? by : null;
    }
}
