package dev.plumbline.daemon.config;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.GithubConfig.Rule;
import dev.plumbline.daemon.config.GithubConfig.Version;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section github. */
final class GithubSection {
    private static final String API = "https://api.github.com";
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}");
    private static final Map<String, Version> VERSIONS = Map.of("sha", Version.SHA, "ref", Version.REF);
    private static final int MAX_ENVIRONMENT = 255;

    private GithubSection() {}

    /** The section; null when it is absent. */
    static @Nullable GithubConfig read(LoadContext context, MappingReader root) {
        if (!root.has("github")) {
            return null;
        }
        MappingReader r = root.mapping("github");
        Secret key = secret(context, r, "private_key", "the app's RSA key in PEM");
        Secret webhook = secret(context, r, "webhook_secret", "what the app's webhook is signed with");
        String appId = r.string("app_id", "");
        if (appId.isBlank() || appId.contains("\"") || appId.contains("\\")) {
            r.error("app_id", "github needs an app_id, the app's id or client id");
        }
        var tls = HttpClientSection.tls(context, r, "tls_config");
        var http = new HttpClientConfig(null, null, null, tls, HttpClientConfig.ProxyConfig.NONE, false, true, Map.of());
        var config = new GithubConfig(appId, key, webhook, apiUrl(r), rules(r), http);
        r.finish();
        return config;
    }

    private static Secret secret(LoadContext context, MappingReader r, String key, String what) {
        Secret secret = context.secret(r, key, key + "_file");
        if (secret == null || secret instanceof Secret.Inline inline && inline.value().isBlank()) {
            r.error(key, "github needs " + key + "_file or " + key + ", " + what);
            return Secret.of("");
        }
        return secret;
    }

    private static URI apiUrl(MappingReader r) {
        String text = r.string("api_url", API);
        HttpClientSection.webAddress(r, "api_url", text);
        URI uri = r.has("api_url") ? HttpClientSection.uri(r, "api_url") : URI.create(API);
        if (uri == null || uri.getHost() == null) {
            return URI.create(API);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getUserInfo() != null) {
            r.error("api_url", "api_url is where GitHub's API begins, such as https://github.example/api/v3: it cannot have a user, a query or a fragment");
        }
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    private static List<Rule> rules(MappingReader r) {
        var rules = new ArrayList<Rule>();
        Set<String> seen = new HashSet<>();
        for (YamlNode item : r.items("rules")) {
            MappingReader m = MappingReader.of(item, "a rule of github", r.problems());
            Rule rule = rule(m);
            if (!seen.add((rule.repository() + " " + rule.environment()).toLowerCase(Locale.ROOT))) {
                r.problems().error(item.at(), "there is a rule for environment \"" + rule.environment() + "\" of " + rule.repository() + " already");
            }
            rules.add(rule);
        }
        if (rules.isEmpty()) {
            r.error("rules", "github needs rules: for each environment of a repository the service it deploys");
        }
        return rules;
    }

    private static Rule rule(MappingReader m) {
        String repository = m.string("repository", "");
        if (!REPOSITORY.matches(repository)) {
            m.error("repository", "repository must be owner/name, not \"" + repository + "\"");
        }
        String environment = m.string("environment", "");
        if (environment.isBlank() || environment.length() > MAX_ENVIRONMENT) {
            m.error("environment", "a rule needs an environment, the name that it has at GitHub, of at most " + MAX_ENVIRONMENT + " characters");
        }
        String service = m.string("service", "");
        if (service.isBlank()) {
            m.error("service", "a rule needs a service");
        }
        var rule = new Rule(repository, environment, service, m.string("namespace", ""), m.string("stable", ""), m.string("stage", ""),
                m.string("policy", ""), m.choice("version", Version.SHA, VERSIONS));
        m.finish();
        return rule;
    }
}
