package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientSection;
import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the sections' readers share. */
final class Reading {
    private Reading() {}

    /** The mappings of a list; empty entries are reported and left out. */
    static List<MappingReader> mappings(MappingReader r, String key, String what) {
        var found = new ArrayList<MappingReader>();
        for (YamlNode item : r.items(key)) {
            if (item.isNull()) {
                r.problems().error(item.at(), "an entry of " + key + " is empty; fill or remove it");
            } else {
                found.add(MappingReader.of(item, what, r.problems()));
            }
        }
        return found;
    }

    /** The client under the key http_config; the given one where there is none. */
    static HttpClientConfig http(LoadContext context, MappingReader r, HttpClientConfig absent) {
        if (!r.has("http_config")) {
            return absent;
        }
        MappingReader h = r.mapping("http_config");
        HttpClientConfig http = HttpClientSection.read(context, h);
        if (http.proxy().isConfigured()) {
            r.problems().notYet(h.keyAt(http.proxy().url() == null ? "proxy_from_environment" : "proxy_url"), "a proxy of an http_config");
        }
        h.finish();
        return http;
    }

    /** A key of ours, or the file that holds it; {@code without} is what to do to have none. */
    static @Nullable Secret signingSecret(LoadContext context, MappingReader r, String without) {
        Secret secret = context.secret(r, "signing_secret", "signing_secret_file");
        if (r.has("signing_secret") && r.string("signing_secret", "").isBlank()) {
            r.error("signing_secret", "signing_secret must not be empty: " + without);
        }
        return secret;
    }

    /** A timeout in milliseconds; null when it is absent or 0. */
    static @Nullable Long timeout(MappingReader r) {
        long millis = r.duration("timeout", 0);
        return millis == 0 ? null : Long.valueOf(millis);
    }

    /** Templates by key: those given, which are noted for checking, and the defaults of those that are not. */
    static Map<String, String> templates(Surroundings around, MappingReader r, List<String> keys, Map<String, String> defaults) {
        var templates = new HashMap<String, String>();
        for (String key : keys) {
            String text = around.template(r, key);
            if (text != null) {
                templates.put(key, text);
            } else if (defaults.containsKey(key)) {
                templates.put(key, defaults.get(key));
            }
        }
        return templates;
    }

    /** A secret that is an address; what stands in the file itself is checked. */
    static @Nullable Secret address(LoadContext context, MappingReader r, String key) {
        Secret secret = context.secret(r, key, key + "_file");
        if (secret instanceof Secret.Inline && !secret.reveal().contains("{{")) {
            HttpClientSection.webAddress(r, key, secret.reveal());
        }
        return secret;
    }
}
